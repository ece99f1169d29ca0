//! Random faults from a fixed seed, so that a failure comes again.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

/// Marsaglia's xorshift, from a seed that is not 0.
#[derive(Debug)]
pub struct Noise(pub u64);

impl Noise {
    /// A number below `limit`, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }

    /// `bytes` with one to three faults.
    #[must_use]
    pub fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        const ODD: &[u8] = &[0x00, 0x01, 0x02, 0x03, 0x04, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xa1, 0xff];
        let mut damaged = bytes.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(damaged.len());
            match self.below(5) {
                0 => damaged.truncate(at),
                1 => damaged.insert(at, ODD[self.below(ODD.len())]),
                2 if !damaged.is_empty() => drop(damaged.remove(at)),
                3 if !damaged.is_empty() => damaged[at] = ODD[self.below(ODD.len())],
                _ if !damaged.is_empty() => damaged[at] ^= 1 << self.below(8),
                _ => {}
            }
        }
        damaged
    }
}
