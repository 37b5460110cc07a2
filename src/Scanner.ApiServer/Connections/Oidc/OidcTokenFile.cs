using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>
/// Puts new tokens in the place of the old ones in the kubeconfig, as kubectl does, and changes nothing else in it. It is for the case that
/// the issuer gave another refresh token: the old one may be of no use to kubectl any more. A file that cannot be written, or that
/// somebody else has changed since, is left alone, and the user is told.
/// </summary>
internal sealed class OidcTokenFile(OidcSettings settings, TextWriter notices)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path = settings.Provider.File.Path;
    private string _text = settings.Provider.File.Text;
    private Range? _idToken = SpanOf(settings.Provider, OidcSettings.IdTokenKey, settings.IdToken);
    private Range? _refreshToken = SpanOf(settings.Provider, OidcSettings.RefreshTokenKey, settings.RefreshToken);

    public void Write(string idToken, string refreshToken)
    {
        if (Problem(idToken, refreshToken) is { } problem)
        {
            notices.WriteLine(SingleLine.Of(
                $"scanner: {settings.Provider.Subject}: the issuer gave a new refresh-token, but the kubeconfig keeps the old one "
                + $"({_path} {problem}); kubectl may ask for a new login"));
        }
    }

    private string? Problem(string idToken, string refreshToken)
    {
        if (_refreshToken is not { } refresh)
            return "spells it in a way that is not edited";
        try
        {
            // kubectl takes the same lock. What a link names is replaced, not the link.
            using var held = new FileStream(_path + ".lock", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            var target = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;
            var bytes = File.ReadAllBytes(target);
            // A mark of UTF-8 would be lost.
            if (!bytes.AsSpan().SequenceEqual(s_strict.GetBytes(_text)))
                return "was changed meanwhile, or is not UTF-8";
            Replace(refresh, refreshToken, idToken);
            Store(target);
            return null;
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            return File.Exists(_path + ".lock") ? "is locked by kubectl" : FileProblem.Describe(e, _path);
        }
    }

    private void Replace(Range refresh, string refreshToken, string idToken)
    {
        var before = _text.Length;
        _refreshToken = Splice(refresh, refreshToken);
        if (_idToken is not { } id)
            return;
        _idToken = Splice(id.Start.Value > refresh.Start.Value ? Moved(id, _text.Length - before) : id, idToken);
        if (id.Start.Value < refresh.Start.Value)
            _refreshToken = Moved(_refreshToken.Value, _idToken.Value.End.Value - id.End.Value);
    }

    // In double quotes, as JSON writes them: that is YAML in every place.
    private Range Splice(Range span, string value)
    {
        var quoted = $"\"{JsonEncodedText.Encode(value)}\"";
        _text = string.Concat(_text.AsSpan(0, span.Start.Value), quoted, _text.AsSpan(span.End.Value));
        return span.Start.Value..(span.Start.Value + quoted.Length);
    }

    private static Range Moved(Range span, int by) => (span.Start.Value + by)..(span.End.Value + by);

    private void Store(string target)
    {
        var temporary = target + ".scanner";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(target);
        using (var stream = new FileStream(temporary, options))
            stream.Write(s_strict.GetBytes(_text));
        File.Move(temporary, target, overwrite: true);
    }

    // Only a value that is spelt as it is, or in quotes, is known to be all that stands there.
    private static Range? SpanOf(ConfigMap config, string key, string? value) =>
        config.SpanOf(key) is { } span && config.File.Text[span] is var spelt && (spelt == value || spelt == $"\"{value}\"" || spelt == $"'{value}'")
            ? span
            : null;
}
