using Xunit;

namespace Pierhead.Control.Tests;

/// <summary>One mistake among the VRFs of an otherwise good tree is one line: each row is what is replaced by what, and the line.</summary>
public sealed class VrfMistakeTests
{
    private const string Blue = "{ name: blue, rd: [\"64500:1\", \"192.0.2.1:7\"] }";
    private const string WhatRdIs = "is not a route distinguisher such as \"64500:1\", \"192.0.2.1:1\" or \"4200000000:1\"";

    public static readonly TheoryData<string, string, string> Rows = new()
    {
        { "\"64500:1\", ", "\"64500\", ", $"33: `rd`: `64500` {WhatRdIs}" },
        { "\"64500:1\", ", "\"64500:01\", ", $"33: `rd`: `64500:01` {WhatRdIs}" },
        { "\"64500:1\", ", "\"64500:4294967296\", ", $"33: `rd`: `64500:4294967296` {WhatRdIs}" },
        { "\"64500:1\", ", "\"rd:64500:1\", ", $"33: `rd`: `rd:64500:1` {WhatRdIs}" },
        { "\"192.0.2.1:7\"", "\"192.0.2.1:65536\"", $"33: `rd`: `192.0.2.1:65536` {WhatRdIs}" },
        { "\"192.0.2.1:7\"", "\"2001:db8::1:7\"", $"33: `rd`: `2001:db8::1:7` {WhatRdIs}" },
        { "\"4200000000:2\"", "\"4200000000:65536\"", $"34: `rd`: `4200000000:65536` {WhatRdIs}" },
        { "\"4200000000:2\"", "\"64500:1\"", "34: `rd`: 64500:1 stands here and at tenants/acme.yaml:33; a route distinguisher is of one VRF" },
        { "\"192.0.2.1:7\"", "\"64500:1\"", "33: `64500:1` stands twice in `rd`" },
        { "name: red", "name: blue", "34: VRF `blue` is defined twice; the other is at tenants/acme.yaml:33" },
        { "name: red", "name: \"dark red\"", "34: `name` is a name without spaces, slashes, quotes and `@`, of at most 253 characters, not `dark red`" },
        { "name: red, ", "", "34: a VRF needs `name`" },
        { ", rd: [\"4200000000:2\"]", "", "34: a VRF needs `rd`" },
        { "[\"4200000000:2\"]", "[]", "34: `rd` needs at least one route distinguisher" },
        { "[\"4200000000:2\"]", "", "34: `rd` needs at least one route distinguisher" },
        { "[\"4200000000:2\"]", "\"4200000000:2\"", "34: `rd` is a list, not a single value; write it in brackets: `rd: [...]`" },
        { Blue, Blue.Replace("rd:", "rds:", StringComparison.Ordinal), "33: unknown key `rds`; did you mean `rd`?" },
        { "\nvrfs:\n", "\nvrf:\n", "32: unknown key `vrf`; did you mean `vrfs`?" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Load_VrfMistake_GivesOneLine(string from, string to, string line) =>
        Mistake.GivesOneLine("tenants/acme.yaml", from, to, $"tenants/acme.yaml:{line}");
}
