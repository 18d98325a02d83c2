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
package io.mprpc.sample.provider;

import java.util.List;
import java.util.Map;

import io.grpc.stub.StreamObserver;
import io.mprpc.RpcService;
import io.mprpc.sample.api.FriendServiceRpcGrpc;
import io.mprpc.sample.api.GetFriendsListRequest;
import io.mprpc.sample.api.GetFriendsListResponse;

@RpcService
class FriendService extends FriendServiceRpcGrpc.FriendServiceRpcImplBase {

	private static final Map<String, List<String>> FRIENDS = Map.of("zhang san", List.of("li si", "wang wu"));

	private final InstanceName instance;

	FriendService(InstanceName instance) {
		this.instance = instance;
	}

	@Override
	public void getFriendsList(GetFriendsListRequest request, StreamObserver<GetFriendsListResponse> response) {
		response.onNext(GetFriendsListResponse.newBuilder()
			.addAllFriends(FRIENDS.getOrDefault(request.getName(), List.of()))
			.setServedBy(this.instance.toString())
			.build());
		response.onCompleted();
	}

}
