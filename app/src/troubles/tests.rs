//! Every trouble has words in both languages, and its sentence names what it speaks of.

use super::{filled, sentence};
use crate::format;
use crate::library::protocol::{ArchiveFlaw, Kind, SeriesKey};
use domain::{Lang, Span, Symbol, Timeframe, Ts, Venue};
use intake::Words;

fn key() -> SeriesKey {
    SeriesKey {
        venue: Venue::Upbit,
        symbol: Symbol::parse("KRW-BTC").unwrap(),
        timeframe: Timeframe::Hour4,
    }
}

fn span() -> Span {
    Span {
        start: Ts::from_date(2024, 2, 3),
        end: Ts::from_date(2025, 6, 7),
    }
}

/// The next kind after one, from the first to the last: a kind that is forgotten here does not compile.
fn after(kind: &Kind) -> Option<Kind> {
    let (key, at, venue) = (key(), span().start, Venue::Binance);
    let file = || "upbit_KRW-BTC.parquet".to_owned();
    let backup = || "backup.zip".to_owned();
    Some(match kind {
        Kind::NoSuchSeries(_) => Kind::NoBars { key, has: span() },
        Kind::NoBars { .. } => Kind::Empty(key),
        Kind::Empty(_) => Kind::NotDownloading(key),
        Kind::NotDownloading(_) => Kind::Exists(key),
        Kind::Exists(_) => Kind::Misfit(key),
        Kind::Misfit(_) => Kind::NotLonger(key, Timeframe::Day1),
        Kind::NotLonger(..) => Kind::TooMany(key, 12_345),
        Kind::TooMany(..) => Kind::TooManyMadeUp {
            key,
            bars: 54_321,
            allowed: 10_000,
        },
        Kind::TooManyMadeUp { .. } => Kind::Full,
        Kind::Full => Kind::NoRoom {
            needed: 7_500_000,
            left: 2_500_000,
        },
        Kind::NoRoom { .. } => Kind::Storage,
        Kind::Storage => Kind::Locked,
        Kind::Locked => Kind::Broken,
        Kind::Broken => Kind::NotKept(file()),
        Kind::NotKept(_) => Kind::TooNew(file()),
        Kind::TooNew(_) => Kind::Damaged {
            key: Some(key),
            file: file(),
        },
        Kind::Damaged { key: Some(_), .. } => Kind::Damaged {
            key: None,
            file: file(),
        },
        Kind::Damaged { key: None, .. } => Kind::Overlap { key, at },
        Kind::Overlap { .. } => Kind::OverlapGone { key, at },
        Kind::OverlapGone { .. } => Kind::Exchange,
        Kind::Exchange => Kind::Status(venue, 451),
        Kind::Status(..) => Kind::Limited(venue, Some(17)),
        Kind::Limited(_, Some(_)) => Kind::Limited(venue, None),
        Kind::Limited(_, None) => Kind::Banned(venue, Some(17)),
        Kind::Banned(_, Some(_)) => Kind::Banned(venue, None),
        Kind::Banned(_, None) => Kind::UnknownMarket(key),
        Kind::UnknownMarket(_) => Kind::Region(venue),
        Kind::Region(_) => Kind::Lost(venue),
        Kind::Lost(_) => Kind::NeedsKey(venue),
        Kind::NeedsKey(_) => Kind::NotServed(key),
        Kind::NotServed(_) => Kind::NoBarCanClose(span()),
        Kind::NoBarCanClose(_) => Kind::AllRest,
        Kind::AllRest => Kind::NoEdge,
        Kind::NoEdge => Kind::File(Words::new("This is a PDF.", "PDF 파일입니다.")),
        Kind::File(_) => Kind::FileStopped,
        Kind::FileStopped => Kind::FileGone,
        Kind::FileGone => Kind::NoSymbol,
        Kind::NoSymbol => Kind::Unfit,
        Kind::Unfit => Kind::Archive(backup(), ArchiveFlaw::NoLibrary),
        Kind::Archive(_, ArchiveFlaw::NoLibrary) => Kind::Archive(backup(), ArchiveFlaw::CutShort),
        Kind::Archive(_, ArchiveFlaw::CutShort) => {
            Kind::Archive(backup(), ArchiveFlaw::Damaged(file()))
        }
        Kind::Archive(_, ArchiveFlaw::Damaged(_)) => {
            Kind::Archive(backup(), ArchiveFlaw::Missing(file()))
        }
        Kind::Archive(_, ArchiveFlaw::Missing(_)) => Kind::TooLargeToExport,
        Kind::TooLargeToExport => Kind::NotSaved,
        Kind::NotSaved => Kind::OwnerGone,
        Kind::OwnerGone => Kind::OtherTab,
        Kind::OtherTab => Kind::OtherBuild,
        Kind::OtherBuild => Kind::Unusable,
        Kind::Unusable => Kind::Refused,
        Kind::Refused => return None,
    })
}

fn every() -> Vec<Kind> {
    let first = Kind::NoSuchSeries(key());
    std::iter::successors(Some(first), after).collect()
}

fn said(kind: &Kind, lang: Lang) -> String {
    sentence(kind, lang, &format::date)
}

#[test]
fn every_trouble_is_a_sentence_in_both_languages() {
    let is_hangul = |letter: char| ('가'..='힣').contains(&letter);
    // 44 variants, of which three are worded in two ways and one in four.
    assert_eq!(every().len(), 50);
    for kind in every() {
        let (en, ko) = (said(&kind, Lang::En), said(&kind, Lang::Ko));
        assert!(!en.contains(is_hangul), "{en}");
        assert!(ko.contains(is_hangul), "{ko}");
        for sentence in [en, ko] {
            assert!(sentence.ends_with('.'), "{sentence}");
            assert!(!sentence.contains("{}"), "{sentence}");
        }
    }
}

#[test]
fn a_sentence_names_what_its_trouble_carries() {
    let names = |kind: &Kind| -> Vec<&str> {
        match kind {
            Kind::NoBars { .. } => vec!["KRW-BTC 4h", "2024-02-03", "2025-06-07"],
            Kind::NoBarCanClose(_) => vec!["2024-02-03", "2025-06-07"],
            Kind::NoSuchSeries(_)
            | Kind::Empty(_)
            | Kind::NotDownloading(_)
            | Kind::Exists(_)
            | Kind::Misfit(_)
            | Kind::NotServed(_) => vec!["KRW-BTC 4h"],
            Kind::NotLonger(..) => vec!["KRW-BTC 4h", "1d"],
            Kind::TooMany(..) => vec!["KRW-BTC 4h", "12,345"],
            Kind::TooManyMadeUp { .. } => vec!["KRW-BTC 4h", "54,321", "10,000"],
            Kind::NoRoom { .. } => vec!["7.5", "2.5"],
            Kind::NotKept(_) | Kind::TooNew(_) | Kind::Damaged { key: None, .. } => {
                vec!["upbit_KRW-BTC.parquet"]
            }
            Kind::Damaged { key: Some(_), .. } => vec!["KRW-BTC 4h", "upbit_KRW-BTC.parquet"],
            Kind::Overlap { .. } | Kind::OverlapGone { .. } => vec!["KRW-BTC 4h", "2024-02-03"],
            Kind::Status(..) => vec!["451"],
            Kind::Limited(_, Some(_)) | Kind::Banned(_, Some(_)) => vec!["17"],
            Kind::UnknownMarket(_) => vec!["KRW-BTC"],
            Kind::Archive(_, ArchiveFlaw::NoLibrary | ArchiveFlaw::CutShort) => vec!["backup.zip"],
            Kind::Archive(..) => vec!["backup.zip", "upbit_KRW-BTC.parquet"],
            Kind::File(_) => vec!["PDF"],
            _ => Vec::new(),
        }
    };
    for kind in every() {
        for lang in [Lang::En, Lang::Ko] {
            let sentence = said(&kind, lang);
            for name in names(&kind) {
                assert!(sentence.contains(name), "{name} is not in: {sentence}");
            }
        }
    }
    // An exchange is called as its readers call it.
    let banned = Kind::Banned(Venue::Upbit, Some(60));
    assert!(said(&banned, Lang::Ko).starts_with("업비트: "));
    assert!(said(&banned, Lang::En).starts_with("Upbit has shut"));
}

#[test]
fn values_go_to_their_places() {
    assert_eq!(filled("{} of {}", &["1", "2"]), "1 of 2");
    assert_eq!(filled("no place", &["1"]), "no place");
    assert_eq!(filled("{}", &[]), "");
}
