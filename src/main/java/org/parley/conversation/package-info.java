/** Sessions and messages: what was said, and the newest part of it that a model is shown. */
@NullMarked
package org.parley.conversation;

import org.jspecify.annotations.NullMarked;
