package io.plimsoll.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Merkle tree as in RFC 9162, section 2.1: leaves are hashed after a byte 0, nodes after a byte 1, and a tree splits at the largest power of two. */
public final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** From the leaves up to the root; the last of an odd number goes up as it is. */
    private final List<List<Hash>> levels;

    private MerkleTree(List<List<Hash>> levels) {
        this.levels = levels;
    }

    /**
     * The tree over some leaves.
     *
     * @param leaves at least one, each as {@link #leaf} hashes it
     */
    public static MerkleTree of(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a tree has one leaf at least");
        }
        List<List<Hash>> levels = new ArrayList<>();
        List<Hash> level = List.copyOf(leaves);
        levels.add(level);
        while (level.size() > 1) {
            List<Hash> above = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(node(level.get(i), level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                above.add(level.getLast());
            }
            levels.add(above);
            level = above;
        }
        return new MerkleTree(levels);
    }

    public static Hash leaf(byte[] input) {
        return Hash.ofAll(LEAF, input);
    }

    static Hash node(Hash left, Hash right) {
        return Hash.ofAll(NODE, left.raw(), right.raw());
    }

    public Hash root() {
        return levels.getLast().getFirst();
    }

    public int size() {
        return levels.getFirst().size();
    }

    /**
     * The audit path of a leaf, from the leaf's neighbour up.
     *
     * @param index of the leaf, from 0
     */
    public List<Hash> path(int index) {
        List<Hash> path = new ArrayList<>();
        int at = index;
        for (List<Hash> level : levels) {
            int beside = at ^ 1;
            if (beside < level.size()) {
                path.add(level.get(beside));
            }
            at >>= 1;
        }
        return path;
    }

    /**
     * The root that a leaf and its path lead to, by section 2.1.3.2.
     *
     * @param index of the leaf, from 0
     * @param size leaves of the tree
     * @return empty if no tree of this size has such a path
     */
    public static Optional<Hash> root(Hash leaf, long index, long size, List<Hash> path) {
        if (index < 0 || index >= size) {
            return Optional.empty();
        }
        long at = index;
        long last = size - 1;
        Hash root = leaf;
        for (Hash beside : path) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((at & 1) == 1 || at == last) {
                root = node(beside, root);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                root = node(root, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 ? Optional.of(root) : Optional.empty();
    }
}
