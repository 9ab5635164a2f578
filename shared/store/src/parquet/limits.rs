//! How large a file of a stranger may be, in every respect a small file can lie about.

/// Bounds that are checked before anything is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of the footer.
    pub footer_bytes: u64,
    /// Rows.
    pub rows: u64,
    /// Columns.
    pub columns: u64,
    /// Row groups.
    pub row_groups: u64,
    /// Bytes of all pages once uncompressed.
    pub uncompressed_bytes: u64,
    /// Bytes of one page once uncompressed.
    pub page_bytes: u64,
    /// How many times larger a page may become by uncompressing.
    pub ratio: u64,
    /// Bytes of the values once they are columns: a run-length encoded column of a few bytes can be millions of rows.
    pub decoded_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 512 << 20,
            footer_bytes: 16 << 20,
            rows: 50_000_000,
            columns: 200,
            row_groups: 50_000,
            uncompressed_bytes: 1_500_000_000,
            page_bytes: 64 << 20,
            ratio: 200,
            decoded_bytes: 1_500_000_000,
        }
    }
}
