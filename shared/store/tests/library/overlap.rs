//! Bars that stand against stored ones: refused with both, or as somebody chose.

use crate::common::{NOW, now, open};
use crate::{minutes, over_two_months};
use domain::{Bar, Bars, Timeframe};
use store::sim::Disk;
use store::{Conflict, Error, Memory, Write};

#[test]
fn an_overlap_that_differs_is_refused_with_both_bars() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    now(library.append(minutes(), &over_two_months(0..40), Write::download(NOW))).unwrap();
    let files = disk.files();
    let mut other: Vec<Bar> = over_two_months(39..50).iter().collect();
    other[0].volume += 1.0;
    let (stored, incoming) = (over_two_months(39..40).get(0).unwrap(), other[0]);
    let other = Bars::from_bars(Timeframe::Minute1, other).unwrap();
    let error = now(library.append(minutes(), &other, Write::download(NOW))).unwrap_err();
    let wanted = Error::Overlap {
        id: minutes(),
        stored: Box::new(stored),
        incoming: Box::new(incoming),
    };
    assert_eq!(error, wanted);
    assert!(
        error
            .to_string()
            .contains("upbit/KRW-BTC/1m at 2024-02-01T00:09:00Z"),
        "{error}"
    );
    assert_eq!(
        disk.files(),
        files,
        "nothing was changed, nothing was left behind"
    );
    // The owner may choose.
    let keep = Write {
        conflict: Conflict::KeepStored,
        ..Write::download(NOW)
    };
    let kept = now(library.append(minutes(), &other, keep)).unwrap();
    assert_eq!((kept.differed, kept.added), (1, 10));
    assert_eq!(
        now(library.load(minutes(), None)).unwrap().bars,
        over_two_months(0..50)
    );
    let take = Write {
        conflict: Conflict::TakeIncoming,
        ..Write::download(NOW)
    };
    now(library.append(minutes(), &other, take)).unwrap();
    assert_eq!(
        now(library.load(minutes(), None)).unwrap().bars.get(39),
        Some(incoming)
    );
}

#[test]
fn made_up_bars_never_stand_against_traded_ones() {
    let (mut library, _) = open(Memory::new());
    let real = over_two_months(0..5);
    let invented = real.iter().map(|bar| Bar {
        close: bar.open,
        made_up: true,
        ..bar
    });
    let invented = Bars::from_bars(Timeframe::Minute1, invented).unwrap();
    now(library.append(minutes(), &invented, Write::download(NOW))).unwrap();
    assert_eq!(library.entry(minutes()).unwrap().coverage.missing, 5);
    now(library.append(minutes(), &real, Write::download(NOW))).unwrap();
    now(library.append(minutes(), &invented, Write::download(NOW))).unwrap();
    assert_eq!(now(library.load(minutes(), None)).unwrap().bars, real);
    assert_eq!(library.entry(minutes()).unwrap().coverage.missing, 0);
}
