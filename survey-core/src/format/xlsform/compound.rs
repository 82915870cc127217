//! The container of `.xls` files, looked over before it is read: the reader follows its chains of
//! sectors without end where they run in a circle, and stumbles where they leave the file.
//!
//! Structure: \[MS-CFB\], Compound File Binary File Format, sections 2.2 to 2.6.

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// Sector numbers from here on mean something else.
const RESERVED: u32 = 0xFFFF_FFFA;
const MINI_SECTOR: usize = 64;
/// Shorter streams lie in mini sectors.
const MINI_LIMIT: usize = 4096;
/// The streams that hold a workbook, of two generations of Excel.
const STREAMS: [&str; 2] = ["workbook", "book"];

/// Whether every chain that leads to the workbook stays in the file and ends. Files whose header
/// is strange are left to the reader, which says what is wrong.
pub(super) fn is_sound(bytes: &[u8]) -> bool {
    let Some(sectors) = Sectors::of(bytes) else {
        return true;
    };
    sectors.are_sound(bytes).unwrap_or(false)
}

struct Sectors<'b> {
    size: usize,
    data: &'b [u8],
}

/// A stream as the directory names it.
struct Entry {
    name: String,
    start: u32,
    len: usize,
}

impl<'b> Sectors<'b> {
    fn of(bytes: &'b [u8]) -> Option<Sectors<'b>> {
        let shift = bytes.get(30..32)?;
        let size = match u16::from_le_bytes([shift[0], shift[1]]) {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let data = bytes.get(size..)?;
        Some(Sectors { size, data })
    }

    fn are_sound(&self, bytes: &[u8]) -> Option<bool> {
        let table = self.table(bytes)?;
        let directory = self.read(&table, word(bytes, 48)?, usize::MAX)?;
        let entries: Vec<Entry> = directory.chunks_exact(128).filter_map(entry).collect();
        let Some(root) = entries.first() else {
            return Some(true);
        };
        let (mut mini_table, mut mini_data) = (Vec::new(), Vec::new());
        let n_mini = word(bytes, 64)? as usize;
        if n_mini > 0 {
            mini_data = self.read(&table, root.start, root.len)?;
            let len = n_mini.saturating_mul(self.size);
            mini_table = words(&self.read(&table, word(bytes, 60)?, len)?);
        }
        let mini = Sectors {
            size: MINI_SECTOR,
            data: &mini_data,
        };
        let is_workbook = |it: &&Entry| STREAMS.contains(&&*it.name.to_ascii_lowercase());
        for it in entries.iter().filter(is_workbook) {
            if it.len < MINI_LIMIT {
                mini.read(&mini_table, it.start, it.len)?;
            } else {
                self.read(&table, it.start, it.len)?;
            }
        }
        Some(true)
    }

    /// Which sector follows each: the list of the sectors that say so begins in the header and
    /// goes on in sectors of its own.
    fn table(&self, bytes: &[u8]) -> Option<Vec<u32>> {
        let mut places = words(bytes.get(76..512)?);
        let mut next = word(bytes, 68)?;
        for _ in 0..=self.len() {
            if next >= RESERVED {
                let kept = places.into_iter().filter(|it| *it < RESERVED);
                let tables = kept.map(|it| self.sector(it).map(words));
                return Some(tables.collect::<Option<Vec<_>>>()?.concat());
            }
            places.extend(words(self.sector(next)?));
            next = places.pop()?;
        }
        None
    }

    /// The bytes of a chain, `len` at most; none if it does not end or leaves the file.
    fn read(&self, table: &[u32], start: u32, len: usize) -> Option<Vec<u8>> {
        let mut chain = Vec::new();
        let mut sector = start;
        for _ in 0..=self.len() {
            if sector == END_OF_CHAIN {
                return Some(chain);
            }
            chain.extend_from_slice(self.sector(sector)?);
            if chain.len() >= len {
                chain.truncate(len);
                return Some(chain);
            }
            sector = *table.get(sector as usize)?;
        }
        None
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = (number as usize).checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.data.len());
        self.data.get(start..end).filter(|it| !it.is_empty())
    }

    fn len(&self) -> usize {
        self.data.len().div_ceil(self.size)
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|it| u32::from_le_bytes(*it)).collect()
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    words(bytes.get(at..at + 4)?).first().copied()
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let (units, _) = bytes.get(..64)?.as_chunks::<2>();
    let units: Vec<u16> = units
        .iter()
        .map(|it| u16::from_le_bytes(*it))
        .take_while(|it| *it != 0)
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        start: word(bytes, 116)?,
        len: word(bytes, 120)? as usize,
    })
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    /// A header of 512 bytes, one sector of the table and one of the directory.
    fn file(follows: u32) -> Vec<u8> {
        let mut bytes = vec![0xFF; 512 * 3];
        bytes[..512].fill(0);
        bytes[30] = 9;
        let mut put = |at: usize, word: u32| bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
        put(48, 1);
        put(68, u32::MAX - 1);
        (76..512).step_by(4).for_each(|at| put(at, u32::MAX));
        put(76, 0);
        put(512 + 4, follows);
        bytes
    }

    #[test]
    fn chains_end_within_the_file() {
        assert!(is_sound(&file(0xFFFF_FFFE)));
        assert!(!is_sound(&file(1)), "a circle");
        assert!(!is_sound(&file(7)), "beyond the file");
        assert!(is_sound(b"too short for a header"));
    }
}
