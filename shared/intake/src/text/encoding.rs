//! Which encoding a text is in, and the text in UTF-8.

use super::cp949;
use crate::options::Encoding;
use std::sync::Arc;

/// A text in UTF-8, and where it wasn't.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text. Bytes that are no UTF-8 stay as they are when that is the encoding.
    pub text: Arc<Vec<u8>>,
    /// Where it begins, after a byte order mark.
    pub start: usize,
    /// Places in it that were no letters, first ones first.
    pub bad: Vec<usize>,
}

/// How many bad places are kept.
const PLACES: usize = 1_000_000;
/// How much of a text is looked at to tell UTF-16 without a mark.
const SAMPLE: usize = 4_096;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Brings a text to UTF-8; without a choice the bytes tell. Text that is UTF-8 already isn't copied.
pub fn decode(bytes: &Arc<Vec<u8>>, chosen: Option<Encoding>) -> Decoded {
    let encoding = chosen.unwrap_or_else(|| tell(bytes));
    match encoding {
        Encoding::Utf8 => Decoded {
            text: Arc::clone(bytes),
            start: mark(bytes, UTF8_MARK),
            bad: bad_utf8(bytes),
        },
        Encoding::Utf16Le => wide(bytes, b"\xff\xfe", u16::from_le_bytes),
        Encoding::Utf16Be => wide(bytes, b"\xfe\xff", u16::from_be_bytes),
        Encoding::Cp949 => {
            let (text, bad) = cp949::decode(bytes);
            Decoded {
                text: Arc::new(text),
                start: 0,
                bad,
            }
        }
    }
}

/// What the bytes look like: a mark, zeros between ASCII, UTF-8, or else Korean Windows unless that fits worse.
pub fn tell(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xff, 0xfe, ..] => return Encoding::Utf16Le,
        [0xfe, 0xff, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if half > 0 && odd * 4 >= half * 3 && even * 4 < half {
        return Encoding::Utf16Le;
    }
    if half > 0 && even * 4 >= half * 3 && odd * 4 < half {
        return Encoding::Utf16Be;
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return Encoding::Utf8;
    };
    // A little of the text around the first bad byte decides; a whole file of another encoding is bad all along.
    let from = error.valid_up_to().saturating_sub(SAMPLE);
    let around = bytes
        .get(from..(from + 64 * SAMPLE).min(bytes.len()))
        .unwrap_or_default();
    let korean = cp949::decode(around).1.len();
    match korean < bad_utf8(around).len() {
        true => Encoding::Cp949,
        false => Encoding::Utf8,
    }
}

fn mark(bytes: &[u8], mark: &[u8]) -> usize {
    if bytes.starts_with(mark) {
        mark.len()
    } else {
        0
    }
}

fn bad_utf8(bytes: &[u8]) -> Vec<usize> {
    let mut bad = Vec::new();
    let mut from = 0;
    while let Some(rest) = bytes.get(from..)
        && bad.len() < PLACES
    {
        let Err(error) = std::str::from_utf8(rest) else {
            break;
        };
        let at = from + error.valid_up_to();
        bad.push(at);
        from = at + error.error_len().unwrap_or(rest.len());
    }
    bad
}

fn wide(bytes: &[u8], order: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let body = bytes.get(mark(bytes, order)..).unwrap_or_default();
    let (pairs, odd) = body.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = Vec::with_capacity(pairs.len() + pairs.len() / 4);
    let mut bad = Vec::new();
    for letter in char::decode_utf16(units) {
        if letter.is_err() && bad.len() < PLACES {
            bad.push(text.len());
        }
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        if letter.is_ascii() {
            text.push(letter as u8);
        } else {
            text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    if !odd.is_empty() {
        bad.push(text.len().saturating_sub(1));
    }
    Decoded {
        text: Arc::new(text),
        start: 0,
        bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Encoding, String, usize) {
        let decoded = decode(&Arc::new(bytes.to_vec()), None);
        let text = decoded.text.get(decoded.start..).unwrap();
        let text = String::from_utf8_lossy(text).into_owned();
        (tell(bytes), text, decoded.bad.len())
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "시각,시가\n2024-01-01,1";
        let utf16 =
            |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
        let (korean, _, _) = encoding_rs::EUC_KR.encode(text);
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (marked(UTF8_MARK, text.as_bytes()), Encoding::Utf8),
            (
                marked(b"\xff\xfe", &utf16(u16::to_le_bytes)),
                Encoding::Utf16Le,
            ),
            (
                marked(b"\xfe\xff", &utf16(u16::to_be_bytes)),
                Encoding::Utf16Be,
            ),
            (korean.to_vec(), Encoding::Cp949),
        ] {
            assert_eq!(read(&bytes), (encoding, text.to_owned(), 0));
        }
        // Without a mark the zeros of ASCII tell.
        let ascii: Vec<u8> = "time,open\n2024,1"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&ascii).0, Encoding::Utf16Le);
    }

    #[test]
    fn one_bad_byte_leaves_utf8_what_it_is() {
        let (encoding, text, bad) =
            read("시가,고가\n1,\u{fffd}2".replace('\u{fffd}', "X").as_bytes());
        assert_eq!((encoding, bad), (Encoding::Utf8, 0), "{text}");
        let (encoding, _, bad) = read(&["시가,고가,저가\n1,".as_bytes(), b"\xff2\n"].concat());
        assert_eq!((encoding, bad), (Encoding::Utf8, 1));
    }
}
