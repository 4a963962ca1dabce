/**
 * Signatures as JWS with Ed25519: of closure intents and their revocations, of the heads of the sealed log and of exports. Whoever checks them needs
 * the public keys and {@link io.plimsoll.signing.IntentVerifier} or {@link io.plimsoll.signing.SignatureVerifier}, and nothing else of the service.
 */
@NullMarked
package io.plimsoll.signing;

import org.jspecify.annotations.NullMarked;
