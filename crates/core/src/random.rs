//! Random numbers from a seed, in integers alone: the same on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Random(u64);

impl Random {
    /// The stream that starts from this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for the `n`-th thing of a kind, so that it can be made again without
    /// making those before it.
    pub fn of(seed: u64, kind: u64, n: usize) -> Self {
        let start = Self(Self(seed).draw() ^ kind).draw();
        Self(Self(start ^ n as u64).draw())
    }

    /// The next number, of all that 64 bits can hold.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below the limit; 0 for a limit of 0.
    pub fn below(&mut self, limit: usize) -> usize {
        // The high half of a product of 64 bits each is below the limit, so it fits.
        ((u128::from(self.draw()) * limit as u128) >> 64) as usize
    }

    /// One of them. `of` must not be empty.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// True with this probability, in steps of 2^-53.
    pub fn chance(&mut self, probability: f64) -> bool {
        // Scaling by a power of two is exact, so this is the same everywhere.
        const STEPS: f64 = (1_u64 << 53) as f64;
        (self.draw() >> 11) < (probability * STEPS) as u64
    }
}
