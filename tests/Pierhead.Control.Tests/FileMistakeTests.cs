using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>One mistake in an otherwise good tree is one line: each row is the file, what is replaced by what, and the line.</summary>
public sealed class FileMistakeTests
{
    private const string Acme = "tenants/acme.yaml";

    public static readonly TheoryData<string, string, string, string> FileRows = new()
    {
        { Acme, "", "", "tenants/acme.yaml:1: the file is empty" },
        { Acme, "", "# nothing\n", "tenants/acme.yaml:1: the file is empty" },
        { Acme, "", "- a\n- b\n", "tenants/acme.yaml:1: a tenant is a mapping of keys, not a list" },
        { Acme, "", "just words\n", "tenants/acme.yaml:1: a tenant is a mapping of keys, not a single value" },
        { Acme, "", "tenant: acme\nasn 64500\n", "tenants/acme.yaml:2: not valid YAML: a line that is no `key: value`; check the `:`, the indentation and the quotes around here" },
        { Acme, "", "tenant: acme\n\tasn: 64500\n", "tenants/acme.yaml:2: a tab in the indentation; YAML takes spaces only" },
        { Acme, "", "tenant: acme\nasn: 64500\ndevices:\n\t- name: a\n", "tenants/acme.yaml:4: a tab in the indentation; YAML takes spaces only" },
        { Acme, "", "tenant: acme\nasn: 64500\nnetworks: [198.51.100.0/24\nsites: []\n", "tenants/acme.yaml:3: not valid YAML: a `[` or `{` that begins here does not end, or a `,` is missing" },
        { Acme, "", "tenant: acme\nasn: 64500\nsites: [{ name: a }\n", "tenants/acme.yaml:3: not valid YAML: a `[` without its `]`, or a `,` missing between" },
        { Acme, "", "tenant: \"acme\nasn: 64500\n", "tenants/acme.yaml:1: not valid YAML: a quoted text does not end" },
        { Acme, "", "tenant: acme\n  asn: 64500\n", "tenants/acme.yaml:2: not valid YAML: a `:` where no key can stand; check the indentation, and quote a value that holds `: `" },
        { Acme, "", "tenant: acme\nasn: 64500\n---\ntenant: b\n", "tenants/acme.yaml:3: a second document begins here; a file holds one" },
        { Acme, "", "tenant: acme\nasn: 64500\nasn: 64501\n", "tenants/acme.yaml:3: `asn` is given twice; the first is in line 2" },
        { Acme, "", "tenant: acme\nasn: *x\n", "tenants/acme.yaml:2: an alias (`*`) without an anchor (`&`) of its name above; quote a text that begins with `*`" },
        { Acme, "", "tenant: acme\nasn: @x\n", "tenants/acme.yaml:2: not valid YAML: a value cannot begin with this character unless it is quoted" },
        { Acme, "", "tenant: acme\nasn: 64500\n? [a, b]\n: c\n", "tenants/acme.yaml:3: a key must be a single word" },
        { Acme, "", "tenant: acme\nasn: 64500\ndevices: [a]\n", "tenants/acme.yaml:3: a device is a mapping of keys, not a single value" },
        { Acme, "", "tenant: acme\nasn: 64500\ndevices: {name: a}\n", "tenants/acme.yaml:3: `devices` is a list, not a mapping; begin each item with `- `" },
        { Acme, "", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "tenants/acme.yaml:1: nested too deeply" },
        { Acme, "", "tenant: acme\nasn: &a [*a]\n", "tenants/acme.yaml:2: an alias (`*`) without an anchor (`&`) of its name above; quote a text that begins with `*`" },
        { Acme, "", "tenant: acme\nasn: 64500\n<<: [1]\n", "tenants/acme.yaml:3: `<<` takes a mapping or a list of mappings, not a single value" },
        { Acme, "", "tenant: acme\nasn: 64500\nsites:\n  - { name: a }\n - { name: b }\n", "tenants/acme.yaml:5: not valid YAML: a line that is no `key: value`; check the `:`, the indentation and the quotes around here" },
        { Acme, "", "tenant: acme\nasn: 64500\nsites:\n  - name: a\n    market: b: c\n", "tenants/acme.yaml:5: not valid YAML: a `:` where no key can stand; check the indentation, and quote a value that holds `: `" },
        { Acme, "", "tenant: !foo acme\nasn: 64500\n", "tenants/acme.yaml:1: a tag (`!`) has no meaning here; quote a text that begins with `!`" },
        { Acme, "", "%YAML 3.0\n---\ntenant: acme\nasn: 64500\n", "tenants/acme.yaml:1: not valid YAML: check the indentation, quotes and brackets around here" },
        { Acme, "", "}\n", "tenants/acme.yaml:1: not valid YAML: a bracket or comma where a value is expected" },
    };

    [Theory]
    [MemberData(nameof(FileRows))]
    public void Load_FileMistake_GivesOneLine(string file, string from, string to, string line) => Mistake.GivesOneLine(file, from, to, line);
}
