package io.plimsoll.policy;

import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A content of a pack that was in force, with the number that decisions name it by. */
@Entity
@Table(name = "policy_version")
@IdClass(PolicyVersion.Key.class)
public class PolicyVersion extends PanacheEntityBase {

    /** Names a version. */
    public record Key(String pack, int version) implements Serializable {}

    @Id
    public String pack;

    /** Counts the pack's contents upwards from 1. */
    @Id
    public int version;

    public String hash;

    /** JSON object: the SHA-256 of each file by its path; the texts stand in {@code policy_file}. */
    public String files;

    /** When it was first in force. */
    @Column(name = "activated_at")
    public Instant activatedAt;

    /** The SHA-256 of each file by its path. */
    Map<String, String> hashByPath() {
        Map<String, String> hashes = new TreeMap<>();
        try {
            Json.parse(files)
                    .properties()
                    .forEach(file -> hashes.put(file.getKey(), file.getValue().asText()));
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("version " + version + " of `" + pack + "` is kept in a broken row", e);
        }
        return hashes;
    }
}
