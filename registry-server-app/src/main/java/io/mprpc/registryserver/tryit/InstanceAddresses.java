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

package io.mprpc.registryserver.tryit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

import io.mprpc.registry.RpcInstance;
import io.mprpc.registryserver.reports.ProcessAddresses;
import io.mprpc.registryserver.tryit.InvocationRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of instances that this server may connect to. What an instance registers is
 * not enough, since it can name any address: it has to be the one from which the process
 * reports, or in an allowed network.
 */
public final class InstanceAddresses {

	private final ProcessAddresses reporting;

	private final List<AddressRange> allowed;

	private final boolean localOnly;

	private final Predicate<InetAddress> local;

	/**
	 * Creates the rule.
	 * @param reporting addresses from which processes report
	 * @param allowed networks in which any address is allowed
	 * @param localOnly whether only processes on this machine reach the registry, so that
	 * they could connect themselves wherever this server can on this machine
	 */
	public InstanceAddresses(ProcessAddresses reporting, List<AddressRange> allowed, boolean localOnly) {
		this(reporting, allowed, localOnly, InstanceAddresses::isLocal);
	}

	InstanceAddresses(ProcessAddresses reporting, List<AddressRange> allowed, boolean localOnly,
			Predicate<InetAddress> local) {
		this.reporting = reporting;
		this.allowed = List.copyOf(allowed);
		this.localOnly = localOnly;
		this.local = local;
	}

	/**
	 * The address to connect to. Resolves the host, which may take time.
	 * @throws InvocationRefusedException if the host is unknown, or not allowed
	 */
	InetSocketAddress of(RpcInstance instance) {
		InetAddress[] addresses;
		try {
			addresses = InetAddress.getAllByName(instance.endpoint().host());
		}
		catch (UnknownHostException ex) {
			throw new InvocationRefusedException(Reason.UNREACHABLE,
					"The host of " + instance.endpoint() + " cannot be resolved");
		}
		InetAddress stream = stream(instance);
		for (InetAddress address : addresses) {
			if (isAllowed(address, stream)) {
				return new InetSocketAddress(address, instance.endpoint().port());
			}
		}
		String reports = (stream != null) ? "its process reports from " + stream.getHostAddress()
				: "its process does not report to this server";
		throw new InvocationRefusedException(Reason.ADDRESS_NOT_ALLOWED,
				"This server does not connect to " + instance.endpoint() + ": " + reports
						+ ". If calls to this address are intended, add its network to "
						+ "'rpc.registry-server.try-it.allowed-networks'");
	}

	private @Nullable InetAddress stream(RpcInstance instance) {
		String key = instance.metadata().reportKey();
		return (key != null) ? this.reporting.byKey(key).orElse(null) : null;
	}

	private boolean isAllowed(InetAddress address, @Nullable InetAddress stream) {
		if (stream != null && (address.equals(stream) || (this.local.test(stream) && this.local.test(address)))) {
			return true;
		}
		return (this.localOnly && this.local.test(address))
				|| this.allowed.stream().anyMatch((network) -> network.contains(address));
	}

	/** Whether an address is one of this machine. */
	private static boolean isLocal(InetAddress address) {
		try {
			return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return false;
		}
	}

}
