//! Korean Windows' CP949: KS X 1001 with every other Hangul syllable in the places it left free.
//!
//! A general library for encodings adds about ninety kilobytes to the page for tables of other languages; this one table and a
//! rule are ten.

/// The 94 × 94 table of KS X 1001, a row a line from lead byte A1 on; U+FFFD where it has nothing.
const TABLE: &str = include_str!("ks_x_1001.txt");

/// Columns of the table, and how many its lines hold with the line's end.
const WIDTH: usize = 94;

/// Syllables of Hangul in Unicode's order, from 가.
const SYLLABLES: u32 = 11_172;
const FIRST_SYLLABLE: u32 = 0xAC00;

/// Decodes bytes; what is no letter becomes U+FFFD and its place in the output is kept.
pub fn decode(bytes: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let letters: Vec<char> = TABLE.chars().filter(|letter| *letter != '\n').collect();
    let others = others(&letters);
    let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 8);
    let mut bad = Vec::new();
    let mut rest = bytes;
    while let [lead, after @ ..] = rest {
        if lead.is_ascii() {
            let plain = rest.iter().take_while(|byte| byte.is_ascii()).count();
            let (ascii, after) = rest.split_at(plain);
            text.extend_from_slice(ascii);
            rest = after;
            continue;
        }
        let letter = after
            .first()
            .and_then(|trail| letter(*lead, *trail, &letters, &others));
        // A byte of ASCII after a bad lead byte stands for itself: a lost half of a letter must not swallow a comma.
        let taken = match (letter, after.first()) {
            (Some(_), _) => 2,
            (None, Some(trail)) if !trail.is_ascii() && (0x81..=0xFE).contains(lead) => 2,
            _ => 1,
        };
        if letter.is_none() {
            bad.push(text.len());
        }
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        rest = rest.get(taken..).unwrap_or_default();
    }
    (text, bad)
}

/// The syllables that KS X 1001 left out, in order.
fn others(letters: &[char]) -> Vec<char> {
    let mut known = vec![false; SYLLABLES as usize];
    for letter in letters {
        let place = (*letter as u32).wrapping_sub(FIRST_SYLLABLE);
        if let Some(known) = known.get_mut(place as usize) {
            *known = true;
        }
    }
    let unknown = |(place, known): (usize, &bool)| match known {
        true => None,
        false => char::from_u32(FIRST_SYLLABLE + place as u32),
    };
    known.iter().enumerate().filter_map(unknown).collect()
}

fn letter(lead: u8, trail: u8, letters: &[char], others: &[char]) -> Option<char> {
    if lead >= 0xA1 && trail >= 0xA1 {
        let place = usize::from(lead - 0xA1) * WIDTH + usize::from(trail - 0xA1);
        let letter = letters.get(place).copied();
        return letter.filter(|letter| trail <= 0xFE && *letter != char::REPLACEMENT_CHARACTER);
    }
    // The free places of a row: below A1 there are 26 + 26 + 126 of them, from A1 on 26 + 26 + 32.
    let column = match trail {
        0x41..=0x5A => trail - 0x41,
        0x61..=0x7A => trail - 0x61 + 26,
        0x81..=0xFE => trail - 0x81 + 52,
        _ => return None,
    };
    let place = match lead {
        0x81..=0xA0 => usize::from(lead - 0x81) * 178 + usize::from(column),
        0xA1..=0xC6 => 32 * 178 + usize::from(lead - 0xA1) * 84 + usize::from(column),
        _ => return None,
    };
    others.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_pair_of_bytes_is_what_the_encoding_standard_says() {
        for lead in 0x80..=0xFF_u8 {
            let pairs: Vec<u8> = (0..=0xFF)
                .flat_map(|trail| [lead, trail, b'|', b'|'])
                .collect();
            let (theirs, _) = encoding_rs::EUC_KR.decode_without_bom_handling(&pairs);
            let (ours, bad) = decode(&pairs);
            assert_eq!(String::from_utf8(ours).unwrap(), theirs, "{lead:x}");
            assert_eq!(theirs.matches('\u{fffd}').count(), bad.len(), "{lead:x}");
        }
    }

    #[test]
    fn a_lost_half_of_a_letter_swallows_no_comma() {
        let (text, bad) = decode(b"\xbd\xc3\xb0\xa1,\xbd,1\r\n");
        assert_eq!(String::from_utf8(text).unwrap(), "시가,\u{fffd},1\r\n");
        assert_eq!(bad, [7]);
    }

    proptest! {
        #[test]
        fn texts_of_hangul_survive(text in "[가-힣a-z0-9,\\n]{0,40}") {
            let (bytes, _, _) = encoding_rs::EUC_KR.encode(&text);
            let (read, bad) = decode(&bytes);
            prop_assert_eq!(String::from_utf8(read).unwrap(), text);
            prop_assert!(bad.is_empty());
        }

        #[test]
        fn any_bytes_become_text(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(String::from_utf8(decode(&bytes).0).is_ok());
        }
    }
}
