//! Bytes that changed on the way: whatever they say, nothing panics, hangs or takes much memory.

use crate::strangers::seeds;
use crate::watched;
use domain::random::Random;
use std::panic::catch_unwind;
use std::time::Duration;
use store::parquet::{self, Limits, foreign};

/// One to three changes: a bit, a byte, a run, a cut, bytes from elsewhere, a number that is at its edge.
fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bad = bytes.to_vec();
    for _ in 0..1 + random.below(3) {
        let at = random.below(bad.len());
        match random.below(7) {
            0 | 1 => bad[at] ^= 1 << random.below(8),
            2 => bad[at] = random.below(256) as u8,
            3 => bad[at] = [0, 0x7f, 0x80, 0xff][random.below(4)],
            4 => {
                let end = (at + 1 + random.below(8)).min(bad.len());
                let byte = [0, 0xff, 0x80][random.below(3)];
                bad[at..end].fill(byte);
            }
            5 => {
                let from = random.below(bad.len());
                let count = random.below(12).min(bad.len() - at.max(from));
                bad.copy_within(from..from + count, at);
            }
            _ => {
                let count = random.below(6).min(bad.len() - at);
                bad.drain(at..at + count);
            }
        }
        if bad.is_empty() {
            break;
        }
    }
    bad
}

#[test]
fn damaged_files_never_panic_and_take_little() {
    let rounds = std::env::var("BACKCAST_FUZZ")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(300);
    std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    let mut failures = Vec::new();
    for (name, bytes) in seeds() {
        for round in 0..rounds {
            let mut random = Random::named(round, &name, 0);
            let bad = match round % 8 {
                0 => bytes[..random.below(bytes.len())].to_vec(),
                // The footer is small and decides much.
                1..=3 => {
                    let tail = bytes.len().saturating_sub(1200);
                    [&bytes[..tail], &mutate(&bytes[tail..], &mut random)].concat()
                }
                _ => mutate(&bytes, &mut random),
            };
            let (answer, most, took) = watched(|| {
                catch_unwind(|| {
                    (
                        foreign::read(&bad, Limits::default()).is_ok(),
                        parquet::read(&bad).is_ok(),
                    )
                })
            });
            if answer.is_err() {
                failures.push(format!("{name}, round {round}: panicked"));
            }
            if most > 64 << 20 {
                failures.push(format!("{name}, round {round}: took {most} bytes"));
            }
            if took > Duration::from_secs(5) {
                failures.push(format!("{name}, round {round}: took {took:?}"));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of them:\n{}",
        failures.len(),
        failures[..failures.len().min(20)].join("\n")
    );
}
