using Scanner.Conformance.TextProto;

namespace Scanner.Conformance.Cel;

/// <summary>Which cases need a type of protocol buffers, or functions that are not there.</summary>
internal static class Applicability
{
    private static readonly string[] s_names =
    [
        "TestAllTypes", "NestedTestAllTypes", "TestRequired", "GlobalEnum", "NestedEnum", "proto.getExt", "proto.hasExt", "google.protobuf.Any", "google.protobuf.Struct",
        "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.NullValue", "google.protobuf.Int64Value",
    ];

    /// <summary>Null for a case that applies.</summary>
    public static string? WhyNot(ProtoMessage test)
    {
        var expression = test.Text("expr");
        if (Array.Exists(s_names, n => expression.Contains(n, StringComparison.Ordinal)))
            return "a message, enumeration or extension in the expression";
        if (Mentions(test, "object_value") || Mentions(test, "enum_value"))
            return "a message or enumeration as a value";
        if (test.Messages("type_env").Any(e => Mentions(e, "message_type") || Mentions(e, "wrapper")))
            return "a variable whose type is a message";
        if (test.Messages("type_env").Any(e => e.Has("function")))
            return "a function that only the case declares";
        return null;
    }

    private static bool Mentions(ProtoMessage message, string field) =>
        message.Has(field) || message.Fields.Any(f => f.Value is ProtoMessage inner && Mentions(inner, field));
}
