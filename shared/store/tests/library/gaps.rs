//! Bars that are missing: counted, marked and filled.

use crate::common::{NOW, now, open, without};
use crate::{minutes, over_two_months};
use domain::{Bar, Bars, Span, Timeframe, Ts};
use store::{GapPolicy, Memory, Write};

#[test]
fn gaps_are_counted_marked_and_filled() {
    let (mut library, _) = open(Memory::new());
    let all = over_two_months(0..60);
    // A hole of 3 inside January, one of 12 over the end of the month.
    let holed = without(&without(&all, 26..38), 10..13);
    now(library.append(minutes(), &holed, Write::download(NOW))).unwrap();
    let coverage = library.entry(minutes()).unwrap().coverage.clone();
    assert_eq!(
        (coverage.expected, coverage.missing, coverage.gaps),
        (60, 15, 2)
    );
    let longest = coverage.longest.unwrap();
    let at = |row: usize| Ts(all.open_time()[row]);
    assert_eq!(
        (longest.span, longest.missing),
        (
            Span {
                start: at(26),
                end: at(38)
            },
            12
        )
    );
    assert_eq!(coverage.strip.len(), 60);
    assert!(coverage.strip[28..36].iter().all(|cell| *cell == 0));
    assert!(coverage.strip[0..9].iter().all(|cell| *cell == 255));

    assert!(now(library.load(minutes(), None)).unwrap().gaps.is_empty());
    now(library.set_gap_policy(minutes(), GapPolicy::Mark, NOW)).unwrap();
    let marked = now(library.load(minutes(), None)).unwrap();
    assert_eq!((marked.bars, marked.gaps.len()), (holed.clone(), 2));
    assert_eq!(
        marked.gaps[0].span,
        Span {
            start: at(10),
            end: at(13)
        }
    );

    now(library.set_gap_policy(minutes(), GapPolicy::FillForward, NOW)).unwrap();
    let filled = now(library.load(minutes(), None)).unwrap();
    assert_eq!((filled.bars.len(), filled.made_up), (60, 15));
    assert_eq!(filled.bars.open_time(), all.open_time());
    let (before, made) = (all.get(25).unwrap(), filled.bars.get(30).unwrap());
    assert!(made.made_up && made.volume == 0.0);
    assert_eq!(
        [made.open, made.high, made.low, made.close],
        [before.close; 4]
    );
    let real: Vec<Bar> = filled.bars.iter().filter(|bar| !bar.made_up).collect();
    assert_eq!(Bars::from_bars(Timeframe::Minute1, real).unwrap(), holed);
    assert_eq!(now(library.gaps(minutes(), None, 1)).unwrap().len(), 1);
}
