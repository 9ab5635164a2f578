//! Vector instructions by name, for the loops that compilers make too much of: what a machine calls them is known here only.
//!
//! SSE2, which every x86-64 machine has, simd128 in wasm, plain Rust elsewhere. All of them round alike, so that a loop gives
//! the same bits whichever of them it runs on.

#[cfg(any(test, not(any(target_arch = "x86_64", target_feature = "simd128"))))]
mod plain;
#[cfg(target_feature = "simd128")]
mod simd128;
#[cfg(target_arch = "x86_64")]
mod sse2;

#[cfg(not(any(target_arch = "x86_64", target_feature = "simd128")))]
pub use plain::{Pair, above, known};
#[cfg(target_feature = "simd128")]
pub use simd128::{Pair, above, known};
#[cfg(target_arch = "x86_64")]
pub use sse2::{Pair, above, known};

/// Rows whose answers fill a word of bits.
pub const WORD: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers of every kind, many of them equal.
    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            any::<f64>(),
            Just(f64::NAN),
            Just(0.0),
            Just(-0.0),
            -3.0..3.0_f64,
            (-2..3_i32).prop_map(f64::from),
        ]
    }

    fn numbers() -> impl Strategy<Value = [f64; 4]> {
        [number(), number(), number(), number()]
    }

    fn bits(pair: [f64; 2]) -> [u64; 2] {
        // Which NaN comes out of a sum is nobody's business.
        pair.map(|value| if value.is_nan() { 1 } else { value.to_bits() })
    }

    proptest! {
        #[test]
        fn pairs_do_what_two_plain_numbers_do([a, b, c, d] in numbers()) {
            let (left, right) = (Pair::of([a, b]), Pair::of([c, d]));
            let (one, other) = (plain::Pair::of([a, b]), plain::Pair::of([c, d]));
            let pairs = [
                ((left + right).parts(), (one + other).parts()),
                ((left - right).parts(), (one - other).parts()),
                ((left * right).parts(), (one * other).parts()),
                ((left / right).parts(), (one / other).parts()),
                (left.lower(right).parts(), one.lower(other).parts()),
                (left.higher(right).parts(), one.higher(other).parts()),
                (left.firsts(right).parts(), one.firsts(other).parts()),
                (left.seconds(right).parts(), one.seconds(other).parts()),
                (Pair::both(a).parts(), plain::Pair::both(a).parts()),
                (Pair::load(&[a, b]).parts(), plain::Pair::load(&[a, b]).parts()),
            ];
            for (place, (got, want)) in pairs.into_iter().enumerate() {
                prop_assert_eq!(bits(got), bits(want), "{}", place);
            }
            let mut into = [[0.0; 2]; 2];
            right.store(&mut into[0]);
            other.store(&mut into[1]);
            prop_assert_eq!(into.map(bits), [bits([c, d]); 2]);
        }

        #[test]
        fn words_say_what_each_row_says(
            left in prop::collection::vec(number(), WORD), right in prop::collection::vec(number(), WORD),
        ) {
            let (left, right): (&[f64; WORD], &[f64; WORD]) = (left[..].try_into().unwrap(), right[..].try_into().unwrap());
            for row in 0..WORD {
                prop_assert_eq!(above(left, right) >> row & 1 == 1, left[row] > right[row]);
                prop_assert_eq!(known(left) >> row & 1 == 1, !left[row].is_nan());
            }
            prop_assert_eq!(above(left, right), plain::above(left, right));
            prop_assert_eq!(known(left), plain::known(left));
        }
    }

    #[test]
    fn of_equal_numbers_the_own_one_stays() {
        let (plus, minus) = (Pair::both(0.0), Pair::both(-0.0));
        for (pair, own) in [
            (plus.lower(minus), 0.0_f64),
            (minus.lower(plus), -0.0),
            (plus.higher(minus), 0.0),
            (minus.higher(plus), -0.0),
        ] {
            assert_eq!(bits(pair.parts()), [own.to_bits(); 2]);
        }
    }
}
