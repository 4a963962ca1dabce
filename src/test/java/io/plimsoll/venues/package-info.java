/** Real venues' published parameters and figures against ours. The data is not part of the project; where it is absent these tests are skipped. */
package io.plimsoll.venues;
