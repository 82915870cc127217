use rand_core::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg32;

/// No input grows beyond this.
const MAX_BYTES: usize = 64 * 1024;

/// Makes new inputs out of old ones, the same for the same seed.
pub struct Mutator<'c> {
    random: Pcg32,
    corpus: &'c [Vec<u8>],
    words: &'static [&'static str],
}

impl<'c> Mutator<'c> {
    /// A mutator over a corpus that is not empty.
    pub fn new(seed: u64, corpus: &'c [Vec<u8>], words: &'static [&'static str]) -> Mutator<'c> {
        Mutator {
            random: Pcg32::seed_from_u64(seed),
            corpus,
            words,
        }
    }

    /// The next input: one of the corpus after one to eight changes.
    pub fn input(&mut self) -> Vec<u8> {
        let mut bytes = self.corpus[self.below(self.corpus.len())].clone();
        for _ in 0..=self.below(8) {
            self.change(&mut bytes);
        }
        bytes.truncate(MAX_BYTES);
        bytes
    }

    fn below(&mut self, n: usize) -> usize {
        self.random.next_u32() as usize % n.max(1)
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.below(6) {
            0 => {
                let word = self.words[self.below(self.words.len())];
                bytes.splice(at..at, word.bytes());
            }
            1 => {
                let end = (at + self.below(32)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let end = (at + self.below(64)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = self.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 => {
                let other = &self.corpus[self.below(self.corpus.len())];
                let from = self.below(other.len());
                let end = (from + self.below(200)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            4 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << (self.random.next_u32() % 8);
                }
            }
            _ => {
                // The same over and over: what nests or repeats too deeply.
                let end = (at + 1 + self.below(12)).min(bytes.len());
                let piece = bytes[at..end].repeat(1 << self.below(10));
                bytes.splice(at..end, piece);
            }
        }
    }
}
