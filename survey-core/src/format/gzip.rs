//! Compressed files (RFC 1952).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// What a compressed file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inflated {
    /// As much as could be read.
    pub bytes: Vec<u8>,
    /// Why there may be more, or why what there is may be wrong.
    pub fault: Option<String>,
}

/// Whether a file is compressed.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Decompresses a file, or as much of it as is whole, up to `limit` bytes.
pub fn inflate(bytes: &[u8], limit: usize) -> Inflated {
    let mut out = Vec::new();
    let mut piece = vec![0; 1 << 16];
    let mut decoder = MultiGzDecoder::new(bytes);
    loop {
        match decoder.read(&mut piece) {
            Ok(0) => {
                return Inflated {
                    bytes: out,
                    fault: None,
                };
            }
            Ok(count) if out.len() + count > limit => {
                let fault = Some(format!(
                    "the file is larger than {limit} bytes when inflated"
                ));
                return Inflated { bytes: out, fault };
            }
            Ok(count) => out.extend_from_slice(&piece[..count]),
            Err(error) => {
                let fault = Some(format!("the compressed file is damaged: {error}"));
                return Inflated { bytes: out, fault };
            }
        }
    }
}

/// Compresses a file. Equal bytes give equal files: no name and no time is noted.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector takes everything");
    encoder.finish().expect("a vector takes everything")
}

#[cfg(test)]
mod tests {
    use super::{deflate, inflate, is_gzip};

    #[test]
    fn what_was_deflated_is_inflated() {
        let text = "民意 ".repeat(50_000);
        let small = deflate(text.as_bytes());
        assert!(is_gzip(&small) && small.len() < text.len() / 50);
        let back = inflate(&small, 1 << 20);
        assert_eq!((back.bytes, back.fault), (text.into_bytes(), None));
    }

    #[test]
    fn damaged_files_give_what_they_have() {
        let text: String = (0..20_000)
            .map(|it| format!("{}\n", it * it % 7919))
            .collect();
        let small = deflate(text.as_bytes());
        let cut = inflate(&small[..small.len() / 2], 1 << 20);
        assert!(cut.fault.is_some());
        assert!(cut.bytes.len() > 10_000 && text.as_bytes().starts_with(&cut.bytes));
        let mut wrong_sum = small.clone();
        let at = small.len() - 6;
        wrong_sum[at] ^= 1;
        let back = inflate(&wrong_sum, 1 << 20);
        assert!(back.fault.is_some() && back.bytes == text.as_bytes());
    }

    #[test]
    fn bombs_are_limited() {
        let bomb = deflate(&vec![b' '; 10 << 20]);
        let back = inflate(&bomb, 1 << 20);
        assert_eq!(
            back.fault.as_deref(),
            Some("the file is larger than 1048576 bytes when inflated")
        );
        assert!(back.bytes.len() <= 1 << 20);
    }
}
