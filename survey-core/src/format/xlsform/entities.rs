//! Entities: which answers become properties of records that later forms read.
//!
//! A declaration on the sheet `entities` becomes an `entity` element in the `meta` of one
//! container: of the root, a group or a repeat. Which one follows from where the questions stand
//! that it saves or refers to; a container holds one entity at most.

use super::super::import::Place;
use super::Workbook;
use super::declare::{
    Declaration, Path, Reference, check_property, computed, declarations, saved_to,
};
use super::form::{Form, Id, Item, Kind};
use super::headers::{Cell, Dict};
use super::survey::{Read, at, refuse};

/// Where an entity may stand.
struct Request {
    declaration: usize,
    /// The innermost repeat, or the root: no higher.
    scope: Path,
    /// As deep as it may stand.
    wanted: Path,
    /// Where the questions stand that are saved.
    saved: Vec<Path>,
}

impl Form {
    /// Adds the entities that the workbook declares.
    ///
    /// # Errors
    /// If a declaration or a `save_to` is wrong, or no container is left for an entity.
    pub(super) fn add_entities(&mut self, workbook: &Workbook) -> Read<()> {
        let mut declarations = declarations(workbook, &self.default_language)?;
        self.collect_references(&mut declarations)?;
        if declarations.is_empty() {
            return Ok(());
        }
        let mut requests = Vec::new();
        for (idx, declaration) in declarations.iter().enumerate() {
            requests.push(self.request(idx, declaration)?);
        }
        let places = self.allocate(&declarations, requests)?;
        let in_repeat = places.iter().any(|it| self.repeats_in(&it.0) > 0);
        self.entities_version = Some(match declarations.len() > 1 || in_repeat {
            true => "2025.1.0",
            false => "2024.1.0",
        });
        for (path, idx) in places {
            let container = *path.last().expect("a path begins with the root");
            self.add_entity(container, &declarations[idx]);
        }
        Ok(())
    }

    fn container_path(&self, id: Id) -> Path {
        let mut path: Path = self.ancestors(id).collect();
        path.reverse();
        path
    }

    /// Which questions belong to which declaration; and `list#property` becomes `property`.
    fn collect_references(&mut self, declarations: &mut [Declaration]) -> Read<()> {
        for id in 1..self.items.len() {
            let item = &self.items[id];
            if item.row == 0 || item.parent.is_none() {
                continue;
            }
            let (row, question) = (item.row, item.name.clone());
            let save = item.cells.text_in("bind", "entities:saveto");
            let save = save.filter(|it| !it.is_empty()).map(str::to_owned);
            let container = matches!(item.kind, Kind::Group | Kind::Repeat);
            let path = self.container_path(id);
            let new = |property| Reference {
                path: path.clone(),
                row,
                question: question.clone(),
                property,
            };
            if let Some(save) = save {
                let (idx, property) = saved_to(declarations, row, &save)?;
                check_property(&declarations[idx], row, &property, container)?;
                declarations[idx]
                    .references
                    .push(new(Some(property.clone())));
                let bind = self.items[id].cells.map_mut("bind");
                bind.set_text("entities:saveto", property);
            }
            for declaration in &mut *declarations {
                if declaration.refers_to(&question) {
                    declaration.references.push(new(None));
                }
            }
        }
        Ok(())
    }

    fn is_scope(&self, id: Id) -> bool {
        id == 0 || self.items[id].kind == Kind::Repeat
    }

    /// The path up to its innermost repeat, or the root alone.
    fn scope<'p>(&self, path: &'p [Id]) -> &'p [Id] {
        let last = path.iter().rposition(|it| self.is_scope(*it));
        &path[..=last.unwrap_or(0)]
    }

    fn repeats_in(&self, path: &[Id]) -> usize {
        path.iter()
            .filter(|it| **it != 0 && self.is_scope(**it))
            .count()
    }

    /// How many groups lie between a container and its innermost repeat.
    fn groups_in(&self, path: &[Id]) -> usize {
        path.len() - self.scope(path).len()
    }

    fn request(&self, idx: usize, declaration: &Declaration) -> Read<Request> {
        let all = &declaration.references;
        let deeper = |a: &'_ Reference, b: &Reference| {
            self.repeats_in(self.scope(&b.path)) > self.repeats_in(self.scope(&a.path))
        };
        let Some(deepest) = all.iter().reduce(|a, b| if deeper(a, b) { b } else { a }) else {
            return Ok(Request {
                declaration: idx,
                scope: vec![0],
                wanted: vec![0],
                saved: Vec::new(),
            });
        };
        let scope = self.scope(&deepest.path).to_vec();
        let inner = |only_saved: bool| {
            let fits = all.iter().filter(|it| {
                self.scope(&it.path) == scope && (!only_saved || it.property.is_some())
            });
            fits.reduce(
                |a, b| match self.groups_in(&b.path) > self.groups_in(&a.path) {
                    true => b,
                    false => a,
                },
            )
        };
        let saved_first = || all.iter().find(|it| it.property.is_some());
        let saves = inner(true).or_else(saved_first);
        let wanted = match saves {
            Some(saves) => self.wanted(all, &saves.path),
            None => inner(false).unwrap_or(deepest).path.clone(),
        };
        self.check_scopes(declaration, deepest, &wanted)?;
        let mut saved: Vec<Path> = Vec::new();
        for reference in all.iter().filter(|it| it.property.is_some()) {
            if !saved.contains(&reference.path) {
                saved.push(reference.path.clone());
            }
        }
        Ok(Request {
            declaration: idx,
            scope,
            wanted,
            saved,
        })
    }

    /// The container that holds all questions that are saved, but no higher than their repeat.
    fn wanted(&self, all: &[Reference], deepest: &[Id]) -> Path {
        let mut saved = all
            .iter()
            .filter(|it| it.property.is_some())
            .map(|it| &it.path);
        let first = saved.next().cloned().unwrap_or_default();
        let common = saved.fold(first, |common, path| {
            let same = common.iter().zip(path).take_while(|(a, b)| a == b).count();
            common[..same].to_vec()
        });
        let scope = self.scope(deepest);
        let rank = |path: &[Id]| (self.repeats_in(path), self.groups_in(path));
        match rank(&common) > rank(scope) {
            true => common,
            false => scope.to_vec(),
        }
    }

    fn check_scopes(&self, it: &Declaration, deepest: &Reference, wanted: &[Id]) -> Read<()> {
        let scope = self.scope(&deepest.path);
        for reference in &it.references {
            let own = self.scope(&reference.path);
            let apart = !scope.starts_with(own);
            let (list, question) = (&it.list, &reference.question);
            if reference.property.is_some() && (apart || self.scope(wanted) != own) {
                let text = format!(
                    "`{question}` cannot be saved in `{list}`, which belongs to another repeat"
                );
                return refuse("entity-scope", at(reference.row, "save_to"), text);
            }
            if apart {
                let text = format!("`{list}` refers to `{question}` in another repeat");
                return refuse("entity-scope", Place::row("entities", it.row), text);
            }
        }
        Ok(())
    }

    /// Gives every entity a container of its own, as deep as it may stand.
    fn allocate(
        &self,
        declarations: &[Declaration],
        requests: Vec<Request>,
    ) -> Read<Vec<(Path, usize)>> {
        if let [request] = &*requests
            && request.scope == [0]
        {
            return Ok(vec![(vec![0], request.declaration)]);
        }
        let mut placed: Vec<(Path, usize)> = Vec::new();
        let mut reserved: Vec<(Path, usize)> = Vec::new();
        for request in requests {
            let owner = |paths: &[(Path, usize)], path: &[Id]| {
                paths.iter().find(|it| it.0 == path).map(|it| it.1)
            };
            let blocked = request.saved.iter().find_map(|it| owner(&reserved, it));
            let depths = (request.scope.len()..=request.wanted.len()).rev();
            let mut paths = depths.map(|it| &request.wanted[..it]);
            let is_free = |path: &&[Id]| owner(&reserved, path).is_none();
            let deepest = owner(&reserved, &request.wanted);
            let found = match deepest.is_some() && blocked.is_some() {
                true => None,
                false => paths.find(is_free),
            };
            let Some(path) = found else {
                let list = &declarations[request.declaration].list;
                let other = blocked.or(deepest).map(|it| declarations[it].row);
                let other = other.map_or(String::new(), |it| format!(" beside that of row {it}"));
                let text = format!("found no group or repeat for the entity `{list}`{other}");
                let row = declarations[request.declaration].row;
                return refuse("entity-place", Place::row("entities", row), text);
            };
            placed.push((path.to_vec(), request.declaration));
            reserved.push((path.to_vec(), request.declaration));
            for line in &request.saved {
                let taken = (path.len()..=line.len()).map(|it| line[..it].to_vec());
                reserved.extend(taken.map(|it| (it, request.declaration)));
            }
        }
        Ok(placed)
    }

    /// Puts `meta/entity` into a container; the root's `meta` is there already or comes last.
    fn add_entity(&mut self, container: Id, declaration: &Declaration) {
        let group = |form: &mut Form, name: &str, parent: Id| {
            let mut item = Item::new(name, Kind::Group, 0, Dict::default());
            item.bodyless = true;
            form.push(parent, item)
        };
        let meta = self.items[container].children.iter().copied();
        let meta = meta.into_iter().find(|it| self.items[*it].name == "meta");
        let meta = meta.unwrap_or_else(|| group(self, "meta", container));
        let entity = group(self, "entity", meta);
        // What was there already, the response's own id, stands behind it.
        self.items[meta].children.rotate_right(1);
        let attributes = declaration.attributes();
        let cells = &mut self.items[entity].cells;
        for (name, value, _) in &attributes {
            cells.map_mut("instance").set_text(name, value.clone());
        }
        for (name, _, bind) in attributes {
            let Some(bind) = bind else { continue };
            let mut item = Item::new(&format!("@{name}"), Kind::Attribute, 0, Dict::default());
            item.cells.set("bind", Cell::Map(bind));
            if name == "id" && !declaration.has("entity_id") {
                item.cells.set_text("default", "uuid()");
                item.dynamic_default = true;
            }
            self.push(entity, item);
        }
        if let Some(label) = declaration.text("label") {
            let mut item = Item::new("label", Kind::Attribute, 0, Dict::default());
            item.kind = Kind::Question("calculate".into());
            item.cells
                .set("bind", Cell::Map(computed(Some(label.to_owned()))));
            self.push(entity, item);
        }
    }
}
