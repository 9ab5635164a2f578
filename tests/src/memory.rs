//! The memory of a sweep: shared columns up to a cap, and beyond them one row of sums for each set.
#![allow(
    unsafe_code,
    clippy::unwrap_used,
    reason = "only an allocator of its own can count, and an allocator is unsafe; a test stops at the first surprise"
)]

use domain::plan::{EntryOrder, close, open};
use domain::{Dataset, RunSpec, Tally};
use engine::vector::{Sweep, Swept};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use strategies::Plan;
use tests::speed::{Ways, market, question, sets};

struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static MOST: Cell<usize> = const { Cell::new(0) };
}

fn take(bytes: usize) {
    let held = HELD.get() + bytes;
    HELD.set(held);
    MOST.set(MOST.get().max(held));
}

fn give(bytes: usize) {
    HELD.set(HELD.get().saturating_sub(bytes));
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        give(layout.size());
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Old and new are there together while one is copied into the other.
        take(size);
        give(layout.size());
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most bytes that were held at once on top of what was there before.
fn most(work: impl FnOnce()) -> usize {
    let before = HELD.get();
    MOST.set(before);
    work();
    MOST.get() - before
}

/// The most a sweep of these plans takes, its rows included.
fn swept<'a>(
    spec: &RunSpec,
    data: &Dataset,
    plans: impl ExactSizeIterator<Item = &'a Plan>,
) -> usize {
    most(|| {
        let mut rows: Vec<Tally> = Vec::with_capacity(plans.len());
        let mut sweep = Sweep::new(spec, data).unwrap();
        rows.extend(plans.map(|plan| sweep.tally(plan).unwrap().tally));
    })
}

const BARS: usize = 20_000;
/// What so many columns take: for each bar a number and a bit that says whether it is known, and for each column its
/// spelling in the list.
const fn columns_of(columns: usize) -> usize {
    const SPELLING: usize = 512;
    columns * (BARS * size_of::<f64>() + BARS / 8 + SPELLING)
}

/// What one set needs while it is looked at may differ from set to set: bits, changes of a plan, an error's words.
const SLACK: usize = 64 << 10;

#[test]
fn a_set_more_is_a_row_more() {
    let data = market(BARS, 1).unwrap();
    let spec = question(&data).unwrap();
    for stop in [0.0, 3.0] {
        let ways = Ways {
            stop,
            ..Ways::default()
        };
        let all = sets(&spec, [24, 24], ways).unwrap();
        // 64 sets that read all 48 averages: column by column the same work as the 576.
        let few: Vec<&Plan> = (0..64).map(|set| &all[(set * 25) % 576]).collect();
        let (few, many) = (
            swept(&spec, &data, few.into_iter()),
            swept(&spec, &data, all.iter()),
        );
        let rows = (576 - 64) * size_of::<Tally>();
        assert!(
            many <= few + rows + SLACK,
            "64 sets take {few} bytes, 576 take {many}: more than {rows} bytes of rows"
        );
    }
}

#[test]
fn sets_asked_together_share_a_limited_room() {
    // Side by side go 1,024 at most; what they need while under way is a few kilobytes each.
    const EACH: usize = 8 << 10;
    type Row = Result<Swept, engine::RunError>;
    let data = market(BARS, 1).unwrap();
    let spec = question(&data).unwrap();
    let all = sets(&spec, [24, 24], Ways::default()).unwrap();
    let room = |sets: usize| {
        let plans: Vec<Plan> = all.iter().cycle().take(sets).cloned().collect();
        most(|| drop(Sweep::new(&spec, &data).unwrap().tallies(&plans)))
    };
    let (few, side_by_side, many) = (room(64), room(1_024), room(4_096));
    assert!(
        side_by_side <= few + (1_024 - 64) * EACH,
        "64 sets take {few} bytes, 1,024 take {side_by_side}"
    );
    let rows = (4_096 - 1_024) * size_of::<Row>();
    assert!(
        many <= side_by_side + rows + SLACK,
        "1,024 sets take {side_by_side} bytes, 4,096 take {many}: more than {rows} bytes of rows"
    );
}

#[test]
fn a_column_more_is_a_column_more() {
    let data = market(BARS, 1).unwrap();
    let spec = question(&data).unwrap();
    let sets = |lengths| sets(&spec, lengths, Ways::default()).unwrap();
    let (small, large) = (sets([8, 8]), sets([24, 24]));
    let few = swept(&spec, &data, small.iter());
    let many = swept(&spec, &data, large.iter());
    let rows = (576 - 64) * size_of::<Tally>();
    // 48 averages instead of 16; the list of columns itself may have grown.
    let columns = columns_of(32);
    assert!(
        many <= few + rows + columns + SLACK,
        "16 averages take {few} bytes, 48 take {many}: more than {columns} of columns and {rows} of rows"
    );
}

#[test]
fn columns_stay_below_their_cap() {
    // 2,000 columns of 20,000 bars are 40 million numbers; 32 Mi are kept at most.
    const CAP: usize = columns_of((32 << 20) / BARS + 1);
    let data = market(BARS, 1).unwrap();
    let spec = question(&data).unwrap();
    let plans: Vec<Plan> = (0..1_000).map(two_columns).collect();
    let base = swept(&spec, &data, plans[..1].iter());
    let many = swept(&spec, &data, plans.iter());
    assert!(many > CAP / 2, "{many} bytes: nothing was shared");
    assert!(
        many <= CAP + base + plans.len() * size_of::<Tally>() + SLACK,
        "{many} bytes, {base} of them for a single set"
    );
}

/// A plan that reads two columns no other one reads.
fn two_columns(set: u32) -> Plan {
    let (up, down) = (1.002 + 1e-6 * f64::from(set), 0.998 - 1e-6 * f64::from(set));
    Plan::long(close().above(open() * up), EntryOrder::Market)
        .exit_when(close().below(open() * down))
}
