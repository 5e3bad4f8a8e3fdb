using System.Reflection;

namespace Pierhead.Hosting;

internal static class ProductVersion
{
    /// <summary>The version of this build, without the commit that the SDK appends.</summary>
    public static readonly string Text =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
