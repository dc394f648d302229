/** Where a setting comes from: the cascade of files, environment and system properties over the built-in defaults. */
@NullMarked
package org.parley.config;

import org.jspecify.annotations.NullMarked;
