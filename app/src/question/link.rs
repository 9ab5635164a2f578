//! The draft as the query of a link, and back.

use super::detail::{self, Detail};
use super::{Draft, Field};

impl Field {
    /// The name in a link; parameters have their own room, so that none can shadow a field.
    pub fn key(&self) -> String {
        match self {
            Field::Strategy => "strategy".to_owned(),
            Field::Param(id) => format!("p.{id}"),
            Field::Symbols => "symbols".to_owned(),
            Field::Timeframe => "timeframe".to_owned(),
            Field::Span => "span".to_owned(),
            Field::Fee => "fee".to_owned(),
            Field::Slippage => "slippage".to_owned(),
            Field::Fill => "fill".to_owned(),
            Field::Cash => "cash".to_owned(),
            Field::Detail(id) => (*id).to_owned(),
            Field::Watched => "watched".to_owned(),
            Field::Source => "source".to_owned(),
            Field::Data => "data".to_owned(),
        }
    }

    fn parse(key: &str) -> Option<Field> {
        if let Some(id) = key.strip_prefix("p.") {
            return Some(Field::Param(id.to_owned()));
        }
        let fixed = [
            Field::Strategy,
            Field::Symbols,
            Field::Timeframe,
            Field::Span,
            Field::Fee,
            Field::Slippage,
            Field::Fill,
            Field::Cash,
            Field::Watched,
            Field::Source,
            Field::Data,
        ];
        let fixed = fixed.into_iter().find(|field| field.key() == key);
        fixed.or_else(|| detail::find(key).map(Detail::field))
    }
}

impl Draft {
    /// Reads decoded query pairs. Names that are not ours are left alone: mail and chat programs add theirs.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Draft {
        let mut known: Vec<(Field, &str)> = pairs
            .into_iter()
            .filter_map(|(key, text)| Some((Field::parse(key)?, text)))
            .collect();
        // What decides about other fields comes first: it takes them along when it changes. What names the bars comes
        // last: any change of the market takes it along.
        let place = |field: &Field| match field {
            Field::Strategy | Field::Source => 0,
            Field::Detail(id) if detail::decides(id) => 0,
            Field::Data => 2,
            _ => 1,
        };
        known.sort_by_key(|(field, _)| place(field));
        let mut draft = Draft::default();
        for (field, text) in known {
            draft.set(field, text);
        }
        draft
    }

    /// The query without its question mark; empty when everything is at its default.
    pub fn to_query(&self) -> String {
        let said = self.0.iter().filter(|(field, _)| self.differs(field));
        let pair = |(field, text): (&Field, &String)| {
            format!("{}={}", encode(&field.key()), encode(text.trim()))
        };
        said.map(pair).collect::<Vec<_>>().join("&")
    }
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::detail::Kind;
    use super::*;

    #[test]
    fn a_default_question_has_a_bare_link() {
        assert_eq!(Draft::default().to_query(), "");
    }

    #[test]
    fn a_link_brings_back_what_it_was_made_from() {
        let pairs = [
            ("p.fast", "9"),
            ("utm_source", "mail"),
            ("strategy", "ema_cross"),
            ("fee", "3"),
        ];
        let draft = Draft::from_pairs(pairs);
        assert_eq!(draft.to_query(), "strategy=ema_cross&p.fast=9&fee=3");
    }

    #[test]
    fn every_detail_comes_back_from_its_link() {
        for detail in detail::all() {
            let text = match detail.kind {
                Kind::Number(range) | Kind::Maybe(range, _) => range.max.to_string(),
                Kind::Switch => "1".to_owned(),
                Kind::Choice(options) => options.last().unwrap().0.to_owned(),
            };
            let mut draft = Draft::default();
            if let Some((choice, [value, ..])) = detail.with {
                draft.set(Field::Detail(choice), *value);
            }
            draft.set(detail.field(), text.as_str());
            let query = draft.to_query();
            let pairs: Vec<(&str, &str)> = query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .collect();
            // Whatever stands first in the link, the choice is read before its numbers.
            for pairs in [pairs.clone(), pairs.into_iter().rev().collect()] {
                let back = Draft::from_pairs(pairs);
                assert_eq!(back.text(&detail.field()), text, "{query}");
                assert_eq!(back.to_query(), query);
            }
        }
    }

    #[test]
    fn a_link_to_bars_of_the_library_comes_back_whole() {
        let query = "symbols=KRW-BTC,KRW-ETH&timeframe=1h&span=2024-01-01..2024-07-01&fee=4&source=upbit&data=0123456789,abcdefabcd";
        let pairs: Vec<(&str, &str)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let draft = Draft::from_pairs(pairs.into_iter().rev());
        assert_eq!(draft.to_query(), query);
    }

    #[test]
    fn no_detail_has_the_name_of_a_field() {
        for detail in detail::all() {
            assert_eq!(Field::parse(detail.id), Some(detail.field()));
        }
    }

    #[test]
    fn what_a_link_says_is_kept_even_when_it_is_wrong() {
        let draft = Draft::from_pairs([("fee", "a lot"), ("cash", "&=#")]);
        assert_eq!(draft.text(&Field::Fee), "a lot");
        assert_eq!(draft.to_query(), "fee=a%20lot&cash=%26%3D%23");
    }
}
