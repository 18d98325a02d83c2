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
package io.mprpc.consumer.balancer;

import java.util.List;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.util.ForwardingSubchannel;

/**
 * A connection as pickers offer it. grpc-java's outlier detection asks it for its
 * attributes at each call and copies them twice to answer; they change only with the
 * address, so they are kept.
 */
final class PickedSubchannel extends ForwardingSubchannel {

	private final Subchannel delegate;

	private volatile Attributes attributes;

	PickedSubchannel(Subchannel delegate) {
		this.delegate = delegate;
		this.attributes = delegate.getAttributes();
	}

	@Override
	protected Subchannel delegate() {
		return this.delegate;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public void updateAddresses(List<EquivalentAddressGroup> addresses) {
		super.updateAddresses(addresses);
		this.attributes = this.delegate.getAttributes();
	}

}
