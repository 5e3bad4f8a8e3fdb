// Tables that are brought up to date in place, so that a poll disturbs neither a selection nor a screen reader.
// Whatever a router or a tenant may have named goes in as text: nothing here makes markup out of data.

/**
 * A column: {title, text(item), hint(item)?, tone(item)?, kind?, whenAny?}, where kind is a class for the cell, and
 * whenAny leaves the column out while no item has a text for it.
 * The roles repeat what the elements say because narrow screens show rows as cards, and a table that is no longer
 * displayed as one loses its meaning to assistive technology.
 */
export class LiveTable {
  constructor(table, columns, key) {
    this.columns = columns;
    this.key = key;
    this.rows = new Map();
    this.body = element('tbody', 'rowgroup');
    const head = element('thead', 'rowgroup');
    const row = head.appendChild(element('tr', 'row'));
    for (const column of columns) {
      const cell = row.appendChild(element('th', 'columnheader', column.kind));
      cell.scope = 'col';
      cell.textContent = column.title;
    }

    this.head = row;
    table.replaceChildren(head, this.body);
  }

  show(items) {
    const known = this.rows;
    this.rows = new Map();
    let before = null;
    for (const item of items) {
      const key = this.key(item);
      const row = known.get(key) ?? this.createRow();
      known.delete(key);
      this.rows.set(key, row);
      this.update(row, item);
      const expected = before ? before.nextSibling : this.body.firstChild;
      if (row !== expected) {
        this.body.insertBefore(row, expected);
      }

      before = row;
    }

    for (const row of known.values()) {
      row.remove();
    }

    this.leaveOutEmptyColumns(items);
  }

  leaveOutEmptyColumns(items) {
    this.columns.forEach((column, index) => {
      if (column.whenAny) {
        const empty = !items.some(item => column.text(item));
        for (const row of [this.head, ...this.body.rows]) {
          row.cells[index].hidden = empty;
        }
      }
    });
  }

  createRow() {
    const row = element('tr', 'row');
    for (const column of this.columns) {
      row.appendChild(element('td', 'cell', column.kind)).dataset.label = column.title;
    }

    return row;
  }

  update(row, item) {
    this.columns.forEach((column, index) => {
      const cell = row.children[index];
      const text = column.text(item) ?? '';
      const hint = column.hint?.(item) ?? '';
      const tone = column.tone?.(item) ?? '';
      if (cell.textContent !== text) {
        cell.textContent = text;
      }

      if (cell.title !== hint) {
        cell.title = hint;
      }

      if (cell.dataset.tone !== tone) {
        cell.dataset.tone = tone;
      }
    });
  }
}

function element(name, role, kind) {
  const made = document.createElement(name);
  made.setAttribute('role', role);
  if (kind) {
    made.className = kind;
  }

  return made;
}
