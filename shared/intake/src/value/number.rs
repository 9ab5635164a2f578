//! Plain numbers from bytes, to the bit what `str::parse::<f64>` gives, several times faster.

/// Powers of ten that a double holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Digits that a `u64` always holds.
const DIGITS: usize = 19;

/// Reads `-12.5e3`: digits with perhaps a sign, a point and an exponent. `None` for any other shape, words included.
///
/// A mantissa up to 2⁵³ and a power of ten up to 10²² are both exact doubles, so one multiplication or division rounds once and is
/// right (W. D. Clinger, "How to read floating point numbers accurately", 1990). Longer numbers go to the standard library.
#[inline]
pub fn plain(cell: &[u8]) -> Option<f64> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, cell),
    };
    let mut mantissa: u64 = 0;
    let mut seen = 0_usize;
    let mut fraction: Option<usize> = None;
    let mut rest = digits;
    while let [byte, after @ ..] = rest {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            seen += 1;
        } else if *byte == b'.' && fraction.is_none() {
            fraction = Some(seen);
        } else {
            break;
        }
        rest = after;
    }
    if seen == 0 {
        return None;
    }
    let mut power = fraction.map_or(0, |at| at as i64 - seen as i64);
    if !rest.is_empty() {
        power += exponent(rest)?;
    }
    if seen > DIGITS || mantissa > 1 << 53 {
        return std::str::from_utf8(cell).ok()?.parse().ok();
    }
    let scale = EXACT.get(power.unsigned_abs() as usize);
    let size = match scale {
        Some(scale) if power < 0 => mantissa as f64 / scale,
        Some(scale) => mantissa as f64 * scale,
        None => return std::str::from_utf8(cell).ok()?.parse().ok(),
    };
    Some(if negative { -size } else { size })
}

/// Reads `e-7`; absurd sizes are cut, which changes no double.
fn exponent(text: &[u8]) -> Option<i64> {
    let [b'e' | b'E', rest @ ..] = text else {
        return None;
    };
    let (negative, digits) = match rest {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, rest),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value: i64 = 0;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit >= 10 {
            return None;
        }
        value = (value * 10 + i64::from(digit)).min(1_000_000);
    }
    Some(if negative { -value } else { value })
}

/// Reads a whole number of up to 19 digits.
#[inline]
pub fn whole(cell: &[u8]) -> Option<i64> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > DIGITS {
        return None;
    }
    let mut value: u64 = 0;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit >= 10 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    let value = i64::try_from(value).ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(text: &str) {
        let ours = plain(text.as_bytes()).map(f64::to_bits);
        let theirs = text.parse::<f64>().ok().map(f64::to_bits);
        assert_eq!(ours, theirs, "{text}");
    }

    #[test]
    fn numbers_of_every_shape_are_the_standard_librarys() {
        for text in [
            "0",
            "-0",
            "+0.0",
            "1",
            "1.",
            ".5",
            "98000.01000000",
            "0.00000001",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.0",
            "18446744073709551615",
            "1e22",
            "1e23",
            "1E-22",
            "1e-23",
            "123456789012345678901234567890",
            "0.000000000000000000000000001",
            "1.16539E8",
            "5e-324",
            "1e308",
            "1.7976931348623157e308",
            "1e309",
            "2.2250738585072011e-308",
            "1e-400",
            "0e999999999999999999999",
            "8.41e+21",
            "00000000000000000000000001.5",
        ] {
            same(text);
        }
    }

    #[test]
    fn other_shapes_are_no_numbers() {
        for text in [
            "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", " 1", "1 ", "nan", "inf", "infinity",
            "0x10", "1_000", "--1", "٣", "1e5.0",
        ] {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
        assert_eq!(plain(b"\xff1"), None);
    }

    #[test]
    fn whole_numbers_keep_every_digit() {
        assert_eq!(
            whole(b"1706745600000000000"),
            Some(1_706_745_600_000_000_000)
        );
        assert_eq!(whole(b"-5"), Some(-5));
        for bad in [
            &b""[..],
            b"-",
            b"1.0",
            b"99999999999999999999",
            b"9999999999999999999",
        ] {
            assert_eq!(whole(bad), None);
        }
    }

    proptest! {
        #[test]
        fn every_double_reads_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            for text in [format!("{value}"), format!("{value:e}"), format!("{value:.8}"), format!("{value:.17e}")] {
                same(&text);
            }
        }

        #[test]
        fn prices_read_as_the_standard_library_does(text in "-?[0-9]{1,12}(\\.[0-9]{0,12})?([eE][+-]?[0-9]{1,3})?") {
            same(&text);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = (plain(&bytes), whole(&bytes));
        }
    }
}
