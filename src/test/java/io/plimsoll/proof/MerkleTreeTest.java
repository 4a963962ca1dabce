package io.plimsoll.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ZK-1: Merkle trees as in RFC 9162. */
class MerkleTreeTest {

    /** The inputs and roots that implementations of certificate transparency test with. */
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static Hash leaf(int number) {
        return MerkleTree.leaf(ByteBuffer.allocate(4).putInt(number).array());
    }

    private static List<Hash> leaves(int count) {
        return IntStream.range(0, count).mapToObj(MerkleTreeTest::leaf).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasTheKnownRoots(int count, String root) {
        List<Hash> leaves = INPUTS.subList(0, count).stream()
                .map(input -> MerkleTree.leaf(HexFormat.of().parseHex(input)))
                .toList();
        assertEquals(root, MerkleTree.of(leaves).root().toString());
    }

    /** The definition of section 2.1.1, word for word. */
    private static Hash naiveRoot(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.node(naiveRoot(leaves.subList(0, split)), naiveRoot(leaves.subList(split, leaves.size())));
    }

    @Test
    void everyPathOfEverySmallTreeLeadsToTheRootAndToNoOther() {
        for (int size = 1; size <= 33; size++) {
            List<Hash> leaves = leaves(size);
            MerkleTree tree = MerkleTree.of(leaves);
            assertEquals(naiveRoot(leaves), tree.root());
            for (int index = 0; index < size; index++) {
                List<Hash> path = tree.path(index);
                Optional<Hash> root = Optional.of(tree.root());
                assertEquals(root, MerkleTree.root(leaves.get(index), index, size, path));
                for (int other = 0; other < size; other++) {
                    if (other != index) {
                        assertNotEquals(root, MerkleTree.root(leaves.get(index), other, size, path));
                        assertNotEquals(root, MerkleTree.root(leaves.get(other), index, size, path));
                    }
                }
                List<Hash> longer = new ArrayList<>(path);
                longer.add(Hash.NONE);
                assertNotEquals(root, MerkleTree.root(leaves.get(index), index, size, longer));
                if (!path.isEmpty()) {
                    assertNotEquals(
                            root, MerkleTree.root(leaves.get(index), index, size, path.subList(0, path.size() - 1)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 8, Long.MAX_VALUE, Long.MIN_VALUE})
    void thereIsNoLeafOutsideOfTheTree(long index) {
        assertEquals(
                Optional.empty(),
                MerkleTree.root(leaf(0), index, 8, MerkleTree.of(leaves(8)).path(0)));
    }

    @Test
    void aProofOf131072LeavesHas17HashesAndOneBitSpoilsIt() {
        // Given
        MerkleTree tree = MerkleTree.of(leaves(131_072));

        // When
        List<Hash> path = tree.path(77_777);

        // Then
        assertEquals(17, path.size());
        assertEquals(Optional.of(tree.root()), MerkleTree.root(leaf(77_777), 77_777, 131_072, path));
        for (int bit = 0; bit < 544 * 8; bit++) {
            List<Hash> flipped = new ArrayList<>(path);
            byte[] bytes = path.get(bit / 256).bytes();
            bytes[bit % 256 / 8] ^= (byte) (1 << bit % 8);
            flipped.set(bit / 256, Hash.ofBytes(bytes));
            assertNotEquals(Optional.of(tree.root()), MerkleTree.root(leaf(77_777), 77_777, 131_072, flipped));
        }
    }

    @Test
    void aTreeHasALeaf() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> MerkleTree.of(List.of()))
                .getMessage()
                .contains("one leaf"));
    }
}
