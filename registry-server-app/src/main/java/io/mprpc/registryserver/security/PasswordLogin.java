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

package io.mprpc.registryserver.security;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.mprpc.registryserver.http.RequestOwner;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Login by user name and password, for forms and for scripts. Guessing is throttled,
 * logged and counted, and limited in its use of the CPU, which ZooKeeper needs.
 */
class PasswordLogin implements AuthenticationProvider {

	private static final int CHECKS_AT_ONCE = 2;

	private static final int MOST_WAITING = 64;

	private static final Duration LONGEST_CHECK_WAIT = Duration.ofSeconds(2);

	private final UserDetailsService users;

	private final RememberingPasswordEncoder passwords;

	private final LoginThrottle throttle;

	private final LoginRecord record;

	private final DaoAuthenticationProvider check;

	private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE, true);

	PasswordLogin(UserDetailsService users, RememberingPasswordEncoder passwords, LoginThrottle throttle,
			LoginRecord record) {
		this.users = users;
		this.passwords = passwords;
		this.throttle = throttle;
		this.record = record;
		this.check = new DaoAuthenticationProvider(users);
		this.check.setPasswordEncoder(passwords);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
	}

	@Override
	public @Nullable Authentication authenticate(Authentication login) {
		if (isRemembered(login)) {
			return this.check.authenticate(login);
		}
		String address = address(login);
		// Spring Security compares names regardless of case.
		String user = login.getName().toLowerCase(Locale.ROOT);
		// Throttled logins do not occupy the queue of the others.
		refuseEarly(this.throttle.remaining(RequestOwner.network(address), user), login, address);
		if (!awaitCheck()) {
			refuseEarly(LONGEST_CHECK_WAIT, login, address);
		}
		try {
			// A concurrent request of the same script may have verified the password.
			return isRemembered(login) ? this.check.authenticate(login) : check(login, address, user);
		}
		finally {
			this.checks.release();
		}
	}

	private @Nullable Authentication check(Authentication login, String address, String user) {
		String network = RequestOwner.network(address);
		refuseEarly(this.throttle.begin(network, user), login, address);
		boolean failed = true;
		try {
			Authentication known = this.check.authenticate(login);
			failed = false;
			this.record.succeeded(login.getName(), address, this.throttle.failures(network));
			return known;
		}
		catch (BadCredentialsException ex) {
			this.record.failed(login.getName(), address, this.throttle.failures(network) + 1);
			throw ex;
		}
		finally {
			this.throttle.ended(network, user, failed);
		}
	}

	private void refuseEarly(Duration wait, Authentication login, String address) {
		if (!wait.isZero()) {
			this.record.throttled(login.getName(), address);
			throw new LoginThrottledException(wait);
		}
	}

	private boolean awaitCheck() {
		if (this.checks.getQueueLength() >= MOST_WAITING) {
			return false;
		}
		try {
			return this.checks.tryAcquire(LONGEST_CHECK_WAIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean isRemembered(Authentication login) {
		try {
			return login.getCredentials() instanceof String password
					&& this.passwords.remembers(password, this.users.loadUserByUsername(login.getName()).getPassword());
		}
		catch (UsernameNotFoundException ex) {
			return false;
		}
	}

	private static String address(Authentication login) {
		return (login.getDetails() instanceof WebAuthenticationDetails details)
				? String.valueOf(details.getRemoteAddress()) : "";
	}

}
