use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// No 0, O, 1 or I, which people mix up.
const RECEIPT: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A seeded generator: the only randomness in the core. The same seed gives the same numbers on
/// every platform.
#[derive(Clone, Debug)]
pub struct Seed(Pcg64Mcg);

impl Seed {
    /// A generator from a number.
    pub fn new(seed: u64) -> Seed {
        // One multiplication spreads neighbouring seeds over the whole state.
        let spread = u128::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        Seed(Pcg64Mcg::new(spread ^ 0xDA94_2042_E4DD_58B5))
    }

    /// A generator from any text, such as a response id and a question name.
    pub fn from_text(text: &str) -> Seed {
        // FNV-1a: stable, tiny; quality comes from the generator behind it.
        let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Seed::new(hash)
    }

    /// A number in `[0, 1)` with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number in `0..n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// A standard normal number (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Eight characters with which a person may ask to see, correct or delete a response.
    pub fn receipt(&mut self) -> String {
        (0..8)
            .map(|_| char::from(RECEIPT[self.below(RECEIPT.len())]))
            .collect()
    }

    /// An id with the shape of a UUIDv7 (RFC 9562): a moment, in milliseconds since 1970, then
    /// bits of the generator.
    #[cfg(feature = "authoring")]
    pub fn uuid(&mut self, at: i64) -> String {
        let mut bits = |n: u32| self.below(1 << n) as u64;
        let (a, b, c) = (bits(12), bits(14), bits(24) << 24 | bits(24));
        let millis = at.max(0) as u64 & 0xFFFF_FFFF_FFFF;
        let (high, low) = (millis >> 16, millis & 0xFFFF);
        format!("{high:08x}-{low:04x}-7{a:03x}-{:04x}-{c:012x}", 0x8000 | b)
    }

    /// Puts `items` in random order (Fisher and Yates, Durstenfeld's form).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn is_the_same_everywhere() {
        let mut seed = Seed::new(1);
        let first: Vec<usize> = (0..5).map(|_| seed.below(100)).collect();
        let mut again = Seed::new(1);
        assert_eq!(first, (0..5).map(|_| again.below(100)).collect::<Vec<_>>());
        assert_ne!(Seed::new(2).below(1 << 40), Seed::new(3).below(1 << 40));
    }

    #[test]
    fn unit_is_uniform_enough() {
        let mut seed = Seed::from_text("uniform");
        let mean = (0..10_000).map(|_| seed.unit()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
    }
}
