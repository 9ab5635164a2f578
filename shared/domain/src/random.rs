//! Random numbers by name: a stream belongs to a seed and a task, never to a worker, so any split of the work gives the same numbers.

use rand_core::Rng;
use rand_pcg::Pcg64;

/// A reproducible stream: PCG XSL RR 128/64 (O'Neill 2014), equal on every target.
#[derive(Clone, Debug)]
pub struct Random {
    source: Pcg64,
    spare: Option<f64>,
}

impl Random {
    /// The stream of one task under one seed.
    pub fn new(seed: u64, task: u64) -> Random {
        Random {
            source: Pcg64::new(u128::from(seed), u128::from(task)),
            spare: None,
        }
    }

    /// The stream of one task of a named job, so that two jobs under one seed never share their draws.
    pub fn named(seed: u64, name: &str, task: u64) -> Random {
        // FNV-1a, 64 bits: any fixed hash will do, it only has to keep the names apart.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let stream = (u128::from(hash) << 64) | u128::from(task);
        Random {
            source: Pcg64::new(u128::from(seed), stream),
            spare: None,
        }
    }

    /// Uniform in `[0, 1)`, 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.source.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number below `bound`, each equally likely to within 2⁻⁵³; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((self.uniform() * bound as f64) as usize).min(bound.saturating_sub(1))
    }

    /// Two whole numbers of 32 bits from one draw, for loops that need many indices; see [`scaled`].
    pub fn halves(&mut self) -> [u32; 2] {
        let bits = self.source.next_u64();
        [bits as u32, (bits >> 32) as u32]
    }

    /// Standard normal, by Marsaglia's polar method (1964): two per round, the second is kept.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }
}

/// A 32-bit draw as a whole number below `bound`, each equally likely to within `bound` ÷ 2³²; 0 when `bound` is 0.
///
/// The multiply-shift of D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019),
/// without its rejection step.
pub const fn scaled(draw: u32, bound: u32) -> usize {
    ((draw as u64 * bound as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_its_seed_and_task() {
        let draw = |seed, task| {
            let mut random = Random::new(seed, task);
            (0..4).map(|_| random.uniform()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn a_named_stream_is_its_seed_name_and_task() {
        let draw = |seed, name, task| {
            let mut random = Random::named(seed, name, task);
            (0..4).map(|_| random.uniform()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "bootstrap", 2), draw(1, "bootstrap", 2));
        assert_ne!(draw(1, "bootstrap", 2), draw(1, "shuffle", 2));
        assert_ne!(draw(1, "bootstrap", 2), draw(1, "bootstrap", 3));
        assert_ne!(draw(1, "bootstrap", 2), draw(2, "bootstrap", 2));
    }

    #[test]
    fn normals_have_the_moments_of_a_normal() {
        let mut random = Random::new(7, 0);
        let draws: Vec<f64> = (0..200_000).map(|_| random.normal()).collect();
        let n = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / n;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        let fourth = draws.iter().map(|x| x * x * x * x).sum::<f64>() / n;
        // Four standard errors: 1/√n, √(2/n), √(96/n).
        assert!(mean.abs() < 0.009, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.013, "variance {variance}");
        assert!((fourth - 3.0).abs() < 0.09, "fourth moment {fourth}");
    }

    #[test]
    fn halves_fill_every_bin_alike() {
        let mut random = Random::new(5, 1);
        let mut bins = [0_u32; 7];
        for _ in 0..35_000 {
            for half in random.halves() {
                bins[scaled(half, 7)] += 1;
            }
        }
        // 70,000 draws: 10,000 a bin, standard deviation √(10,000 · 6/7) ≈ 93.
        assert!(bins.iter().all(|n| n.abs_diff(10_000) < 400), "{bins:?}");
        assert_eq!(scaled(u32::MAX, 0), 0);
    }

    #[test]
    fn below_stays_below() {
        let mut random = Random::new(3, 3);
        assert!((0..1000).all(|_| random.below(7) < 7));
        assert_eq!(random.below(0), 0);
    }
}
