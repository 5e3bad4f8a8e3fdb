namespace Pierhead.Control.Written;

/// <summary>The file that <c>api.tokens</c> names, as written.</summary>
internal static class TokenConfig
{
    public static readonly KeyTable Token = new(
        "a token", new("name"), new("role"), new("tenant", Required: true), new("sha256", Required: true));

    public static readonly KeyTable Keys = new("the tokens file", new Key("tokens", Required: true, Items: Token));
}
