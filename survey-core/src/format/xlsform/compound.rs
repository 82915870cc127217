//! The container of `.xls` files, looked over before it is read: the reader follows its chains of
//! sectors without end where they run in a circle, stumbles where they leave the file, and makes
//! room for every cell between the first and the last.
//!
//! Structure: \[MS-CFB\], Compound File Binary File Format, sections 2.2 to 2.6; of the records in
//! it \[MS-XLS\], Excel Binary File Format, sections 2.3 and 2.4.

use std::borrow::Cow;

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// Sector numbers from here on mean something else.
const RESERVED: u32 = 0xFFFF_FFFA;
const MINI_SECTOR: usize = 64;
/// Shorter streams lie in mini sectors.
const MINI_LIMIT: usize = 4096;
/// The streams that hold a workbook, of two generations of Excel.
const STREAMS: [&str; 2] = ["workbook", "book"];

/// The most cells between the first and the last of a sheet.
const MAX_CELLS: usize = 3_000_000;
/// The sheets of this format have no more columns.
const MAX_COLUMNS: usize = 256;

const BOUND_SHEET: u16 = 0x0085;
const BEGINNING: u16 = 0x0809;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;
/// Formulas, numbers, labels, truths: all begin with the row and the column.
const CELLS: [u16; 7] = [0x0006, 0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

/// The file as its reader may have it: every chain that leads to the workbook stays in the file and
/// ends, no sheet is larger than a form can be, and none says how large it is, for many say a
/// million rows and have fifty. None if it cannot be so. Files whose header is strange are left to
/// the reader, which says what is wrong.
pub(super) fn prepared(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let Some(sectors) = Sectors::of(bytes) else {
        return Some(Cow::Borrowed(bytes));
    };
    let sizes = sectors.sizes(bytes)?;
    let mut prepared = bytes.to_vec();
    for place in sizes {
        *prepared.get_mut(sectors.size + place)? = 0;
    }
    Some(Cow::Owned(prepared))
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

    /// Where in the data the bytes stand that say how large a sheet is.
    fn sizes(&self, bytes: &[u8]) -> Option<Vec<usize>> {
        let table = self.table(bytes)?;
        let directory = self.read(&table, word(bytes, 48)?, usize::MAX)?;
        let entries: Vec<Entry> = directory.chunks_exact(128).filter_map(entry).collect();
        let Some(root) = entries.first() else {
            return Some(Vec::new());
        };
        let (mut mini_table, mut mini_data) = (Vec::new(), Vec::new());
        let mut mini_chain = Vec::new();
        let n_mini = word(bytes, 64)? as usize;
        if n_mini > 0 {
            mini_chain = self.chain(&table, root.start, root.len)?;
            mini_data = self.gather(&mini_chain, root.len)?;
            let len = n_mini.saturating_mul(self.size);
            mini_table = words(&self.read(&table, word(bytes, 60)?, len)?);
        }
        let mini = Sectors {
            size: MINI_SECTOR,
            data: &mini_data,
        };
        let mut sizes = Vec::new();
        let is_workbook = |it: &&Entry| STREAMS.contains(&&*it.name.to_ascii_lowercase());
        for it in entries.iter().filter(is_workbook) {
            if it.len < MINI_LIMIT {
                let chain = mini.chain(&mini_table, it.start, it.len)?;
                let found = sizes_in(&mini.gather(&chain, it.len)?)?.into_iter();
                let place = |at| self.place(&mini_chain, mini.place(&chain, at));
                sizes.extend(found.map(place));
            } else {
                let chain = self.chain(&table, it.start, it.len)?;
                let found = sizes_in(&self.gather(&chain, it.len)?)?.into_iter();
                sizes.extend(found.map(|at| self.place(&chain, at)));
            }
        }
        Some(sizes)
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

    /// The sectors of a chain that hold `len` bytes; none if it does not end or leaves the file.
    fn chain(&self, table: &[u32], start: u32, len: usize) -> Option<Vec<u32>> {
        let mut chain = Vec::new();
        let mut sector = start;
        while sector != END_OF_CHAIN {
            self.sector(sector)?;
            chain.push(sector);
            if chain.len() * self.size >= len {
                break;
            }
            if chain.len() > self.len() {
                return None;
            }
            sector = *table.get(sector as usize)?;
        }
        Some(chain)
    }

    /// Where in the data a byte of a chain stands.
    fn place(&self, chain: &[u32], at: usize) -> usize {
        chain[at / self.size] as usize * self.size + at % self.size
    }

    fn gather(&self, chain: &[u32], len: usize) -> Option<Vec<u8>> {
        let sectors = chain.iter().map(|it| self.sector(*it));
        let mut bytes = sectors.collect::<Option<Vec<_>>>()?.concat();
        bytes.truncate(len);
        Some(bytes)
    }

    fn read(&self, table: &[u32], start: u32, len: usize) -> Option<Vec<u8>> {
        self.gather(&self.chain(table, start, len)?, len)
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

/// Records from a place in a stream on, as far as they are whole: kinds, data, and where it stands.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8], usize)> {
    let mut at = start;
    std::iter::from_fn(move || {
        let kind = half(stream, at)?;
        let (begin, len) = (at + 4, usize::from(half(stream, at + 2)?));
        at = begin + len;
        Some((kind, stream.get(begin..at)?, begin))
    })
}

/// Where in a workbook's stream the bytes stand that say how large a sheet is; none if a sheet is
/// too large.
fn sizes_in(stream: &[u8]) -> Option<Vec<usize>> {
    let globals = records(stream, 0).take_while(|it| it.0 != END);
    let mut sizes = Vec::new();
    for (_, data, _) in globals.filter(|it| it.0 == BOUND_SHEET) {
        let start = word(data, 0)? as usize;
        stream.get(start..)?;
        sheet_size(stream, start, &mut sizes)?;
    }
    Some(sizes)
}

/// None if a sheet is too large, or a cell of it too short.
fn sheet_size(stream: &[u8], start: usize, sizes: &mut Vec<usize>) -> Option<()> {
    let (mut depth, mut n_rows, mut n_columns) = (0_usize, 0, 0);
    for (kind, data, place) in records(stream, start) {
        match kind {
            BEGINNING => depth += 1,
            END if depth < 2 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS => sizes.extend(place..place + data.len()),
            kind if CELLS.contains(&kind) || kind == MANY_NUMBERS => {
                n_rows = n_rows.max(usize::from(half(data, 0)?) + 1);
                // Six bytes a number, behind the row and the first column.
                let more = if kind == MANY_NUMBERS {
                    data.len() / 6
                } else {
                    0
                };
                n_columns = n_columns.max(usize::from(half(data, 2)?) + 1 + more);
                if n_columns > MAX_COLUMNS + 1 || n_rows * n_columns > MAX_CELLS {
                    return None;
                }
            }
            _ => {}
        }
    }
    Some(())
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
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
    use super::{prepared, sheet_size};

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
        assert!(prepared(&file(0xFFFF_FFFE)).is_some());
        assert!(prepared(&file(1)).is_none(), "a circle");
        assert!(prepared(&file(7)).is_none(), "beyond the file");
        assert!(prepared(b"too short for a header").is_some());
    }

    #[test]
    fn sheets_are_no_larger_than_forms() {
        let record = |kind: u16, data: &[u8]| {
            let len = data.len() as u16;
            [&kind.to_le_bytes(), &len.to_le_bytes(), data].concat()
        };
        let number = |row: u16, column: u16| {
            let mut data = [row.to_le_bytes(), column.to_le_bytes()].concat();
            data.extend([0; 10]);
            record(0x0203, &data)
        };
        let sizes = |cells: &[Vec<u8>]| {
            let stream = [&[record(0x0809, &[0; 8])], cells].concat().concat();
            let mut sizes = Vec::new();
            sheet_size(&stream, 0, &mut sizes).map(|()| sizes)
        };
        let none = Some(Vec::new());
        assert_eq!(sizes(&[number(3, 4), number(65_535, 30)]), none);
        assert_eq!(sizes(&[number(65_535, 1), number(0, 255)]), None);
        assert_eq!(sizes(&[number(0, 40_000)]), None);
        let claim = record(0x0200, &[0xFF; 14]);
        assert_eq!(sizes(&[claim, number(3, 4)]), Some((16..30).collect()));
    }
}
