package adsync.embedded;

import java.util.List;

/**
 * What one object has for one attribute.
 *
 * @param values empty once the attribute was cleared: the stamp must survive for replication to tell
 */
record Cell(AttributeType type, List<byte[]> values, Stamp stamp) {}
