using System.CommandLine;
using System.Net;

namespace Pierhead.Commands;

/// <summary>Options that name an address and port, such as <c>127.0.0.1:179</c> or <c>[::1]:179</c>.</summary>
internal static class EndpointOption
{
    public static Option<IPEndPoint> Create(string name, string description, IPEndPoint usual) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (result.Tokens is [{ Value: var text }] && IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port != 0)
            {
                return endpoint;
            }

            result.AddError($"{name} takes an address and a port, such as {usual}.");
            return usual;
        },
    };
}
