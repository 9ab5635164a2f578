//! Numbers and moments as text, written straight into a file's bytes: a million rows are five million numbers.

use domain::Ts;
use std::io::Write as _;

/// Powers of ten that a number is tried with: prices and volumes have eight decimals at most, and these are exact.
const POWERS: [f64; 9] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
/// Of fifteen digits no two numbers read as the same, and their quotient by a power is rounded once, as reading a text rounds.
const FIFTEEN: f64 = 1e15;

/// The fewest digits that read back as this number, as `Display` writes them.
pub fn number(out: &mut Vec<u8>, value: f64) {
    if value > 0.0 && value < FIFTEEN {
        for (decimals, power) in POWERS.iter().enumerate() {
            let scaled = (value * power).round();
            if scaled >= FIFTEEN {
                break;
            }
            // The fewest decimals with which the nearest number reads back equal.
            if scaled / power == value {
                return fixed(out, scaled as u64, decimals);
            }
        }
    }
    // Writing to memory can't fail.
    let _ = write!(out, "{value}");
}

/// `12345` with two decimals is `123.45`.
fn fixed(out: &mut Vec<u8>, mut number: u64, decimals: usize) {
    let mut digits = [b'0'; 24];
    let mut from = digits.len();
    let mut written = 0;
    while number > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            from -= 1;
            put(&mut digits, from, b'.');
        }
        from -= 1;
        put(&mut digits, from, b'0' + (number % 10) as u8);
        number /= 10;
        written += 1;
    }
    out.extend_from_slice(digits.get(from..).unwrap_or_default());
}

fn put(digits: &mut [u8], at: usize, byte: u8) {
    if let Some(place) = digits.get_mut(at) {
        *place = byte;
    }
}

/// A moment in ISO 8601, with milliseconds when it has any.
pub fn moment(out: &mut Vec<u8>, ms: i64) {
    let date = Ts(ms).civil();
    let year = match u32::try_from(date.year) {
        Ok(year) if year < 10_000 => year,
        _ => {
            out.extend_from_slice(crate::judge::said::moment(ms).as_bytes());
            return;
        }
    };
    let mut two = |number: u32, before: &[u8]| {
        out.extend_from_slice(before);
        out.extend([b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]);
    };
    two(year / 100, b"");
    two(year % 100, b"");
    two(date.month, b"-");
    two(date.day, b"-");
    two(date.hour, b"T");
    two(date.minute, b":");
    two(date.second, b":");
    let millis = ms.rem_euclid(1_000);
    if millis != 0 {
        let _ = write!(out, ".{millis:03}");
    }
    out.push(b'Z');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: f64) -> String {
        let mut out = Vec::new();
        number(&mut out, value);
        String::from_utf8(out).unwrap_or_default()
    }

    fn same(value: f64) {
        assert_eq!(written(value), value.to_string());
    }

    #[test]
    fn numbers_of_every_shape_are_the_standard_librarys() {
        for value in [
            0.0,
            -0.0,
            1.0,
            0.1,
            0.3,
            0.1 + 0.2,
            1.5e8,
            1e-8,
            1e-9,
            123.45,
            100.0,
            98_000.01,
            0.05,
            9_007_199_254_740_991.0,
            9_007_199_254_740_992.0,
            90_071_992_547_409.93,
            1e16,
            1e300,
            f64::MIN_POSITIVE,
            5e-324,
            f64::MAX,
            -1.5,
            0.000_000_01,
            4_503_599_627_370_497.5,
            33_554_432.000_000_01,
        ] {
            same(value);
        }
    }

    proptest! {
        #[test]
        fn any_number_is_written_as_the_standard_library_does(bits in any::<u64>(), whole in 0_u64..1_000_000_000_000_000, decimals in 0_i32..10) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                prop_assert_eq!(written(value), value.to_string());
            }
            let price = format!("{whole}e-{decimals}").parse::<f64>().unwrap_or(0.0);
            prop_assert_eq!(written(price), price.to_string());
            let near = f64::from_bits(price.to_bits() + 1);
            prop_assert_eq!(written(near), near.to_string());
        }

        #[test]
        fn any_moment_is_written_as_elsewhere(ms in -80_000_000_000_000_i64..260_000_000_000_000) {
            let mut out = Vec::new();
            moment(&mut out, ms);
            prop_assert_eq!(String::from_utf8(out).unwrap_or_default(), crate::judge::said::moment(ms));
        }
    }
}
