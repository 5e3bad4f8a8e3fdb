using Microsoft.AspNetCore.Http;

namespace Pierhead.Web.Api;

/// <summary>
/// Answers a request that the framework could not bind, in the API's own words: its exception names types of the program, and
/// in the error log it would let any caller fill the disk.
/// </summary>
internal sealed class BadRequestMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Explain(exception.StatusCode).ExecuteAsync(context);
        }
    }

    private static IResult Explain(int status)
    {
        var detail = status switch
        {
            StatusCodes.Status413PayloadTooLarge => "The body is longer than any that is taken here.",
            StatusCodes.Status415UnsupportedMediaType => "Send the body as 'Content-Type: application/json'.",
            _ => "The body is not the JSON object that /openapi/v1.json describes for this path.",
        };
        return Results.Problem(detail, statusCode: status, title: "The request cannot be used.");
    }
}
