//! No kernel takes memory after it was made: a bar must cost the same in the middle of a sweep as on its first day.
#![allow(
    unsafe_code,
    reason = "only an allocator of its own can count, and an allocator is unsafe"
)]

use domain::random::Random;
use indicators::{ALL, Indicator, Input};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.with(|taken| taken.set(taken.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        TAKEN.with(|taken| taken.set(taken.get() + 1));
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const ROWS: usize = 4_000;

/// Random bars as rows of an indicator's inputs, flat now and then.
fn rows(indicator: &Indicator) -> Vec<Vec<f64>> {
    let mut random = Random::named(1, "allocation", 0);
    let mut price = 100.0_f64;
    let row = |row: usize| {
        let still = row % 97 < 20;
        let open = price;
        price *= if still {
            1.0
        } else {
            1.0 + 0.01 * random.normal()
        };
        let (high, low) = (price.max(open) * 1.001, price.min(open) * 0.999);
        let volume = if still { 0.0 } else { random.uniform() };
        let value = |input: &Input| match input {
            Input::Open => open,
            Input::High => high,
            Input::Low => low,
            Input::Value | Input::Close => price,
            Input::Volume => volume,
            Input::Time => 1.7e12 + row as f64 * 3.6e6,
            Input::Other => high * low,
        };
        indicator.inputs.iter().map(value).collect()
    };
    (0..ROWS).map(row).collect()
}

#[test]
fn a_kernel_takes_no_memory_after_it_was_made() {
    let mut greedy = Vec::new();
    for indicator in ALL {
        let rows = rows(indicator);
        let mut kernel = (indicator.kernel)(&indicator.defaults());
        let mut outputs = vec![f64::NAN; indicator.outputs.len()];
        let before = TAKEN.with(Cell::get);
        for row in &rows {
            kernel.step(row, &mut outputs);
        }
        let taken = TAKEN.with(Cell::get) - before;
        if taken > 0 {
            greedy.push(format!("{} {taken} times", indicator.id));
        }
    }
    assert!(
        greedy.is_empty(),
        "in {ROWS} bars took memory: {}",
        greedy.join(", ")
    );
}
