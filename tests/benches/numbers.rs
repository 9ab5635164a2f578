//! Times indicators, metrics and statistics natively; the same work is timed in wasm by `tests/wasm/bench.mjs`.
#![allow(
    missing_docs,
    clippy::panic,
    reason = "criterion's macros document nothing, and a wrong answer must stop the bench"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::time::Duration;

fn numbers(criterion: &mut Criterion) {
    let works = tests::speed::works().unwrap_or_else(|error| panic!("{error}: nothing to time"));
    let mut group = criterion.benchmark_group("numbers");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    for mut work in works {
        group.throughput(Throughput::Elements(work.units as u64));
        group.bench_function(&work.name, |bencher| bencher.iter(|| (work.run)()));
    }
    group.finish();
}

criterion_group!(benches, numbers);
criterion_main!(benches);
