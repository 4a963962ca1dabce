/**
 * Signatures of closure intents and their revocations, as JWS with Ed25519: whoever carries them out needs the public keys and
 * {@link io.plimsoll.signing.IntentVerifier}, and nothing else of the service.
 */
@NullMarked
package io.plimsoll.signing;

import org.jspecify.annotations.NullMarked;
