#[cfg(feature = "authoring")]
use super::Problems;
use super::{Compact, Map, Reader, Text, compact_struct};

/// One place in the tree of areas: a district, street, community, compound, building, entrance.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Stable over the years, unique in the tree.
    pub code: String,
    /// What people call it.
    pub name: Text,
    /// `district`, `street`, `community`, `village`, `compound`, `building` or `entrance`.
    pub level: String,
    /// The code of the area it lies in; `None` for a root.
    pub parent: Option<String>,
}

compact_struct!(Area {
    code,
    name,
    level,
    parent,
});

/// How many areas may lie in one another. Deeper trees are hostile.
const MAX_DEPTH: usize = 32;

/// Areas with their parents. Codes are unique, parents exist, nothing contains itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaTree {
    areas: Vec<Area>,
    by_code: Map<String, usize>,
}

impl AreaTree {
    /// Writes the tree to the end of `out`.
    pub(crate) fn put_form(&self, out: &mut String) {
        self.areas.put(out);
    }

    /// Reads what [`AreaTree::put_form`] wrote; none if anything is wrong with it.
    pub(crate) fn take_form(text: &str) -> Option<AreaTree> {
        let mut from = Reader::new(text);
        let areas = Vec::<Area>::take(&mut from);
        if !from.is_sound() {
            return None;
        }
        let codes = areas.iter().map(|it| it.code.clone());
        let by_code: Map<String, usize> = codes.zip(0..).collect();
        let tree = AreaTree { areas, by_code };
        let is_sound = |area: &Area| {
            let is_known = |it: &String| tree.by_code.contains_key(it);
            area.parent.as_ref().is_none_or(is_known)
                && tree.ancestors(&area.code).count() <= MAX_DEPTH
        };
        let is_sound = tree.by_code.len() == tree.areas.len() && tree.areas.iter().all(is_sound);
        is_sound.then_some(tree)
    }

    /// The tree of `areas`, parents in any order.
    ///
    /// # Errors
    /// Every doubled code, unknown parent and circle, with the area's place in the list.
    #[cfg(feature = "authoring")]
    pub fn build(areas: Vec<Area>) -> Result<AreaTree, Problems> {
        let mut problems = Problems::default();
        // From the last to the first, so that of a doubled code the first place is kept.
        let codes = areas.iter().map(|it| it.code.clone());
        let by_code: Map<String, usize> = codes.zip(0..areas.len()).rev().collect();
        for (idx, area) in areas.iter().enumerate() {
            if by_code[&area.code] != idx {
                problems.push(
                    &format!("/areas/{idx}/code"),
                    format!("the code `{}` stands twice", area.code),
                );
            }
        }
        for (idx, area) in areas.iter().enumerate() {
            if let Some(parent) = &area.parent
                && !by_code.contains_key(parent)
            {
                let at = format!("/areas/{idx}/parent");
                problems.unknown(&at, "area", parent, by_code.keys().map(String::as_str));
            }
        }
        let tree = AreaTree { areas, by_code };
        for (idx, area) in tree.areas.iter().enumerate() {
            if tree.ancestors(&area.code).count() > MAX_DEPTH {
                let at = format!("/areas/{idx}/parent");
                let text = format!("the area `{}` lies in itself or too deep", area.code);
                problems.push(&at, text);
            }
        }
        if problems.is_empty() {
            Ok(tree)
        } else {
            Err(problems)
        }
    }

    /// All areas, in the order they were given.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The area with this code.
    pub fn get(&self, code: &str) -> Option<&Area> {
        self.by_code.get(code).map(|idx| &self.areas[*idx])
    }

    /// The area itself, then what it lies in, up to the root.
    pub fn ancestors<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a Area> {
        // One step more than there may be is enough to notice a circle.
        let first = self.get(code);
        std::iter::successors(first, |area| {
            area.parent.as_deref().and_then(|it| self.get(it))
        })
        .take(MAX_DEPTH + 1)
    }

    /// The nearest area at or above `code` that has this level.
    pub fn at_level(&self, code: &str, level: &str) -> Option<&Area> {
        self.ancestors(code).find(|it| it.level == level)
    }

    /// The areas directly inside `code`; the roots for `None`.
    pub fn children<'a>(&'a self, code: Option<&'a str>) -> impl Iterator<Item = &'a Area> {
        self.areas
            .iter()
            .filter(move |it| it.parent.as_deref() == code)
    }
}
