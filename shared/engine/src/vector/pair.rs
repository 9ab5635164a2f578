//! Two numbers side by side in one register, where the compiler of wasm wouldn't put them by itself.

/// Two numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair(Both);

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
type Both = [f64; 2];

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
impl Pair {
    #[inline(always)]
    pub(super) fn of(both: [f64; 2]) -> Pair {
        Pair(both)
    }

    #[inline(always)]
    pub(super) fn parts(self) -> [f64; 2] {
        self.0
    }

    /// The lower of each; its own where they are equal.
    #[inline(always)]
    pub(super) fn lower(self, other: Pair) -> Pair {
        let pick = |own: f64, other: f64| if other < own { other } else { own };
        Pair([pick(self.0[0], other.0[0]), pick(self.0[1], other.0[1])])
    }

    /// The higher of each; its own where they are equal.
    #[inline(always)]
    pub(super) fn higher(self, other: Pair) -> Pair {
        let pick = |own: f64, other: f64| if own < other { other } else { own };
        Pair([pick(self.0[0], other.0[0]), pick(self.0[1], other.0[1])])
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32::{f64x2, f64x2_extract_lane, f64x2_pmax, f64x2_pmin, v128};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
type Both = v128;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Pair {
    #[inline(always)]
    pub(super) fn of([left, right]: [f64; 2]) -> Pair {
        Pair(f64x2(left, right))
    }

    #[inline(always)]
    pub(super) fn parts(self) -> [f64; 2] {
        [
            f64x2_extract_lane::<0>(self.0),
            f64x2_extract_lane::<1>(self.0),
        ]
    }

    /// The lower of each; its own where they are equal.
    #[inline(always)]
    pub(super) fn lower(self, other: Pair) -> Pair {
        Pair(f64x2_pmin(self.0, other.0))
    }

    /// The higher of each; its own where they are equal.
    #[inline(always)]
    pub(super) fn higher(self, other: Pair) -> Pair {
        Pair(f64x2_pmax(self.0, other.0))
    }
}
