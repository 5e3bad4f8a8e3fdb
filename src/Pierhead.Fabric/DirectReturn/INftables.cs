namespace Pierhead.Fabric.DirectReturn;

/// <summary>What runs commands of nft(8).</summary>
public interface INftables
{
    /// <summary>Runs commands as one transaction: all of them take effect, or none.</summary>
    /// <param name="commands">In the language of nft(8), as in a file.</param>
    /// <returns>What they print.</returns>
    /// <exception cref="NftException">nft refused them; nothing was changed.</exception>
    string Run(string commands);
}
