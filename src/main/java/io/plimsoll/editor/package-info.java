/**
 * The language server: what an editor shows of rules, tables and packs while they are written, over the same check as the service's.
 * {@link io.plimsoll.editor.EditorServer} speaks the protocol; everything else are functions of a {@link io.plimsoll.editor.Library} and a
 * place in a file.
 */
@NullMarked
package io.plimsoll.editor;

import org.jspecify.annotations.NullMarked;
