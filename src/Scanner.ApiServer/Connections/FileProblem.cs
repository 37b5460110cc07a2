using System.Security;

namespace Scanner.ApiServer.Connections;

/// <summary>Puts a failed file access into words.</summary>
internal static class FileProblem
{
    public static bool Is(Exception e) =>
        e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException;

    /// <summary>The rest of a sentence that begins with the file.</summary>
    public static string Describe(Exception e, string path) => e switch
    {
        _ when Directory.Exists(path) => "is a directory, not a file",
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        UnauthorizedAccessException or SecurityException => "may not be read by this user",
        _ => "cannot be read: " + e.Message,
    };
}
