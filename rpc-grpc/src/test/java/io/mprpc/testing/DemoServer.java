/*
 * Copyright 2026 the mprpc authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.mprpc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsReply;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginEvent;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileReply;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;

/**
 * A server of the demo services on a loopback socket, whose answers a test can bend.
 */
public final class DemoServer implements AutoCloseable {

	private final Server server;

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicReference<Metadata> lastHeaders = new AtomicReference<>();

	private volatile boolean silent;

	private volatile Consumer<StreamObserver<?>> before = (observer) -> {
	};

	public DemoServer() {
		this((builder) -> {
		});
	}

	public DemoServer(Consumer<NettyServerBuilder> customizer) {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.addService(new Users())
			.addService(new Friends())
			.intercept(new Watcher());
		customizer.accept(builder);
		try {
			this.server = builder.build().start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Called with each call before it is answered; a call that is ended there is not.
	 */
	public void before(Consumer<StreamObserver<?>> action) {
		this.before = action;
	}

	/**
	 * Leaves calls without an answer from now on, and streams open.
	 */
	public void fallSilent() {
		this.silent = true;
	}

	/**
	 * Answers calls again.
	 */
	public void speak() {
		this.silent = false;
	}

	public int port() {
		return this.server.getPort();
	}

	public String address() {
		return "127.0.0.1:" + port();
	}

	public String url() {
		return "static://" + address();
	}

	public int calls() {
		return this.calls.get();
	}

	public Metadata lastHeaders() {
		return this.lastHeaders.get();
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	private <T> void answer(StreamObserver<T> observer, T reply) {
		Once<T> once = new Once<>(observer);
		this.before.accept(once);
		if (!once.ended && !this.silent) {
			observer.onNext(reply);
			observer.onCompleted();
		}
	}

	private final class Users extends UserServiceGrpc.UserServiceImplBase {

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> observer) {
			answer(observer, LoginReply.newBuilder().setSuccess(true).setServedBy(address()).build());
		}

		@Override
		public void getProfile(ProfileRequest request, StreamObserver<ProfileReply> observer) {
			answer(observer, ProfileReply.newBuilder().setName(request.getName()).setServedBy(address()).build());
		}

		@Override
		public void watchLogins(WatchRequest request, StreamObserver<LoginEvent> observer) {
			for (int i = 0; i < request.getCount(); i++) {
				observer.onNext(LoginEvent.newBuilder().setName("user" + i).setServedBy(address()).build());
			}
			Once<LoginEvent> once = new Once<>(observer);
			DemoServer.this.before.accept(once);
			if (!once.ended && !DemoServer.this.silent) {
				observer.onCompleted();
			}
		}

	}

	private final class Friends extends FriendServiceGrpc.FriendServiceImplBase {

		@Override
		public void listFriends(FriendsRequest request, StreamObserver<FriendsReply> observer) {
			answer(observer, FriendsReply.newBuilder().addFriends("Ada").setServedBy(address()).build());
		}

	}

	private final class Watcher implements ServerInterceptor {

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			DemoServer.this.calls.incrementAndGet();
			DemoServer.this.lastHeaders.set(headers);
			return next.startCall(call, headers);
		}

	}

	private static final class Once<T> implements StreamObserver<T> {

		private final StreamObserver<T> delegate;

		private boolean ended;

		Once(StreamObserver<T> delegate) {
			this.delegate = delegate;
		}

		@Override
		public void onNext(T value) {
			this.delegate.onNext(value);
		}

		@Override
		public void onError(Throwable error) {
			this.ended = true;
			this.delegate.onError(error);
		}

		@Override
		public void onCompleted() {
			this.ended = true;
			this.delegate.onCompleted();
		}

	}

}
