//! Deflate with bounds, and the checksum that says whether all of it came out.

use crate::limits::{FILE_BYTES, RATIO};
use crate::refusal::Refusal;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use miniz_oxide::inflate::{
    TINFLStatus, core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};

/// How much room is made at a time: what a file claims is never believed at once.
const STEP: usize = 4 << 20;

/// Unpacks a deflate stream: what comes out, and how many bytes went in. Refuses what grows beyond any table of bars.
pub fn inflate(packed: &[u8], what: &str) -> Result<(Vec<u8>, usize), Refusal> {
    let most = packed
        .len()
        .saturating_mul(RATIO)
        .clamp(64 << 10, FILE_BYTES);
    let mut state = Box::new(DecompressorOxide::new());
    let mut out: Vec<u8> = Vec::new();
    let (mut read, mut written) = (0, 0);
    loop {
        let room = packed
            .len()
            .saturating_mul(4)
            .clamp(64 << 10, STEP.max(out.len()));
        out.resize(out.len().saturating_add(room).min(most), 0);
        let rest = packed.get(read..).unwrap_or_default();
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF & !TINFL_FLAG_HAS_MORE_INPUT;
        let (status, taken, made) = decompress(&mut state, rest, &mut out, written, flags);
        read += taken;
        written += made;
        match status {
            TINFLStatus::Done => {
                out.truncate(written);
                return Ok((out, read));
            }
            TINFLStatus::HasMoreOutput if written < most => {}
            TINFLStatus::HasMoreOutput => return Err(too_much(packed.len(), written, what)),
            _ => {
                return Err(Refusal::Damaged {
                    format: "packed".to_owned(),
                    reason: format!("{what} can't be unpacked"),
                });
            }
        }
    }
}

fn too_much(packed: usize, written: usize, what: &str) -> Refusal {
    if written >= FILE_BYTES {
        return Refusal::TooLarge {
            what: what.into(),
            got: written as u64,
            limit: FILE_BYTES as u64,
        };
    }
    Refusal::Bomb {
        what: what.to_owned(),
        ratio: (written / packed.max(1)) as u64,
    }
}
